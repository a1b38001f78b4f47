//! A clerk's click in an office of 20,000 cases: the command, what the window takes in of it, and the frame drawn after
//! it: at most 16 ms together; and a page of the list. Beside them what reading the whole office takes, which a click did once.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    reason = "a benchmark may stop, and needs a part of the town only"
)]

use std::fs::File;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use pingyi::app::office::{CaseQuery, Command};
use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::keys::{SigningKey, read_secret_file};
use pingyi::courier::seal::seal_opinion;
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::case::CaseFilter;
use pingyi::domain::ids::{BatchNumber, CaseNumber};
use pingyi::domain::time::{Clock as _, Week};
use pingyi::ui::fonts;
use pingyi::ui::office::action::{Action, Entry, Nav};
use pingyi::ui::office::job::Event;
use pingyi::ui::office::screen::Screen;
use pingyi::ui::office::state::Desk;
use pingyi::ui::office::{OfficeClerk, OfficeFolders, desk_ui};
use pingyi::words::Lang;
use pingyi_kit::town;
use pingyi_kit::town::Town;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const CASES: usize = 20_000;

/// Writes one batch of opinions, as the paired kiosk would.
fn batch(town: &Town) {
    let community = town.office.community();
    let key_file = town.settings.data_dir.join("kiosk").join("device.key");
    let key = SigningKey::from_minisign_text(&read_secret_file(&key_file).unwrap()).unwrap();
    let header = BatchHeader {
        device: town.settings.device.clone(),
        number: BatchNumber(1),
        community: community.id.clone(),
        previous: None,
        facts: BatchFacts::Mixed(MixedFacts {
            week: Week::of(town.clock.today()),
            counts: BatchCounts {
                issued: 0,
                submitted: 0,
                abandoned: 0,
                slips: 0,
            },
            crowd_override: false,
        }),
    };
    let mut rng = StdRng::seed_from_u64(3);
    let (_, opinion) = town::opinion("三号楼二单元的灯坏了。").into_sheets(None);
    let mut opinions: Vec<_> = (0..CASES)
        .map(|_| {
            let (sealing, id) = (&community.sealing_key, &community.id);
            seal_opinion(opinion.as_ref().unwrap(), sealing, id, &mut rng).unwrap()
        })
        .collect();
    opinions.sort_by_key(|sheet| sheet.id);
    let folder = town.stick("many").root.join("PINGYI/FROM/LOBBY1");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("B0000001.JSL");
    let out = std::io::BufWriter::new(File::create(&path).unwrap());
    let mut writer = BatchWriter::new(out, &header).unwrap();
    for sheet in &opinions {
        writer.opinion(&sheet.bytes).unwrap();
    }
    let written = writer.finish().unwrap();
    std::fs::write(path.with_extension("SIG"), written.signature(&key)).unwrap();
}

/// The window and its clerk on one thread.
struct Window {
    desk: Desk,
    clerk: OfficeClerk,
    ctx: egui::Context,
}

impl Window {
    fn ask(&mut self, action: Action) {
        let Some(job) = self.desk.take(action) else {
            return;
        };
        let mut events = Vec::new();
        let outcome = self.clerk.work(job, &mut |event| events.push(event));
        assert_eq!(outcome, Ok(()));
        events.push(Event::Done);
        for event in events {
            self.desk.receive(event);
        }
    }

    fn frame(&mut self) {
        let size = egui::vec2(1440.0, 900.0);
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
            ..egui::RawInput::default()
        };
        let desk = &mut self.desk;
        let mut output = self.ctx.run_ui(input, |ui| drop(desk_ui(ui, desk)));
        // Nothing paints here: the font's picture is let go.
        output.textures_delta.clear();
    }
}

fn click(criterion: &mut Criterion) {
    let mut town = Town::real();
    drop(town.paired());
    batch(&town);
    assert_eq!(town.load("many").totals().opinions_new, CASES as u64);
    let Town {
        folder: _folder,
        clock,
        settings,
        office,
        ..
    } = town;
    let dir = office.dir().to_owned();
    drop(office);
    let folders = OfficeFolders::new(Some(dir), &settings);
    let clerk = OfficeClerk::new(folders, Lang::Zh, Arc::clone(&clock) as _);
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    let desk = Desk::new(Lang::Zh, "0");
    let mut window = Window { desk, clerk, ctx };
    let passphrase = "kabo demi tufa zulo rino pega".to_owned();
    window.ask(Action::Enter(Entry::Unlock(passphrase.into())));
    let counts = window.desk.snapshot.as_ref().unwrap().cases.counts;
    assert_eq!(counts.all, CASES as u64);
    let mut group = criterion.benchmark_group("click");
    group.sample_size(20);
    let mut next = 0;
    group.bench_function("answering one of 20,000 cases", |bench| {
        bench.iter(|| {
            next += 1;
            let case = CaseNumber(next);
            let text = "已换好".to_owned().into();
            window.ask(Action::Run(Command::Answer { case, text }));
        });
    });
    group.bench_function("opening one of 20,000 cases", |bench| {
        bench.iter(|| window.ask(Action::Nav(Nav::OpenCase(CaseNumber(1)))));
    });
    group.bench_function("the first page of the list", |bench| {
        bench.iter(|| window.ask(Action::Nav(Nav::Go(Screen::Cases))));
    });
    group.bench_function("a page in the middle of all cases", |bench| {
        let query = CaseQuery {
            filter: CaseFilter::All,
            skip: CASES as u64 / 2,
            ..CaseQuery::default()
        };
        bench.iter(|| window.ask(Action::Nav(Nav::List(query.clone()))));
    });
    group.bench_function("a frame of the list", |bench| bench.iter(|| window.frame()));
    group.bench_function("reading the whole office", |bench| {
        // What no list shows has all of it read again.
        let typed = clock.today();
        bench.iter(|| window.ask(Action::Run(Command::ConfirmDay { typed })));
    });
    group.finish();
}

criterion_group!(benches, click);
criterion_main!(benches);
