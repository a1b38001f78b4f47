//! A real kiosk in trial mode in a folder of its own, behind the real screens, driven by labels.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use pingyi::app::kiosk::{Kiosk, PinCost, Tunables};
use pingyi::app::office::{Office, TRIAL_PASSPHRASE};
use pingyi::app::settings::Settings;
use pingyi::app::sticks::Stick;
use pingyi::courier::receipt::ReceiptCost;
use pingyi::domain::time::FixedClock;
use pingyi::ui::kiosk::{KioskUi, LiveDesk, Screen};
use pingyi::ui::{fonts, window};
use pingyi::words::{self, Key, Lang, key};

use crate::town::Town;

/// The day on which all of it happens.
fn now() -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    day.and_hms_opt(9, 0, 0).unwrap()
}

/// S15 as far as kiosks go: rated in February and August, open for words all year.
pub fn words_all_year() -> String {
    let text = include_str!("../../../assets/plans/s15.toml");
    let lines = text.lines().filter(|line| !line.starts_with("channels = "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The kiosk, its window and its clocks.
pub struct Stand {
    pub harness: Harness<'static, KioskUi>,
    pub kiosk: Arc<Kiosk>,
    pub settings: Settings,
    uptime_secs: Arc<AtomicU64>,
    now_secs: f64,
    _dir: Option<tempfile::TempDir>,
}

impl Stand {
    /// A lobby screen of 1280×800 with the shipped settings, changed by `change`.
    pub fn new(change: impl FnOnce(&mut Settings)) -> Self {
        Self::sized([1280.0, 800.0], change)
    }

    pub fn sized(size: [f32; 2], change: impl FnOnce(&mut Settings)) -> Self {
        Self::built(size, change, |_| {})
    }

    /// A lobby screen whose disk has no room for a single page more.
    pub fn with_full_disk() -> Self {
        Self::built(
            [1280.0, 800.0],
            |_| {},
            |parts| parts.box_most_pages = Some(1),
        )
    }

    /// Carries what waits to the trial's office and what it sends back to the kiosk.
    pub fn carry(&self) {
        let stick = Stick::at_folder(&self.settings.trial_stick_dir());
        self.kiosk.sync(&stick, true, &mut |_| {}).unwrap();
        let clock = Arc::new(FixedClock::new(now()));
        let dir = self.settings.trial_office_dir();
        let mut office = Office::unlock(&dir, TRIAL_PASSPHRASE, clock, &mut rand::rng()).unwrap();
        office.load(&stick.root, &mut |_| {}).unwrap();
        let mut rng = rand::rng();
        office
            .make_pack(&stick.root, &mut rng, &mut |_| {})
            .unwrap();
        self.kiosk.sync(&stick, true, &mut |_| {}).unwrap();
    }

    /// Answers every case that waits at the trial's office, and brings the answers to the kiosk.
    pub fn answer(&self, text: &str) {
        let stick = Stick::at_folder(&self.settings.trial_stick_dir());
        let clock = Arc::new(FixedClock::new(now()));
        let dir = self.settings.trial_office_dir();
        let mut office = Office::unlock(&dir, TRIAL_PASSPHRASE, clock, &mut rand::rng()).unwrap();
        for case in office.cases().unwrap() {
            if case.status.is_open() {
                office.reply(case.number, text).unwrap();
            }
        }
        let mut rng = rand::rng();
        office
            .make_pack(&stick.root, &mut rng, &mut |_| {})
            .unwrap();
        self.kiosk.sync(&stick, true, &mut |_| {}).unwrap();
    }

    /// Takes a plan up at the trial's office, and its pack to the kiosk.
    pub fn take_up(&self, plan: &str) {
        let stick = Stick::at_folder(&self.settings.trial_stick_dir());
        let clock = Arc::new(FixedClock::new(now()));
        let dir = self.settings.trial_office_dir();
        let mut office = Office::unlock(&dir, TRIAL_PASSPHRASE, clock, &mut rand::rng()).unwrap();
        office.add_plan(plan).unwrap();
        let mut rng = rand::rng();
        office
            .make_pack(&stick.root, &mut rng, &mut |_| {})
            .unwrap();
        self.kiosk.sync(&stick, true, &mut |_| {}).unwrap();
    }

    fn built(
        size: [f32; 2],
        change: impl FnOnce(&mut Settings),
        change_parts: impl FnOnce(&mut Tunables),
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings {
            data_dir: dir.path().to_owned(),
            ..Settings::default()
        };
        change(&mut settings);
        let clock = Arc::new(FixedClock::new(now()));
        let uptime_secs = Arc::new(AtomicU64::new(0));
        let uptime = Arc::clone(&uptime_secs);
        let mut parts = Tunables {
            receipt_cost: ReceiptCost::TEST,
            pin_cost: PinCost {
                memory_kib: 64,
                passes: 1,
            },
            uptime: Arc::new(move || Duration::from_secs(uptime.load(Ordering::SeqCst))),
            ..Tunables::default()
        };
        change_parts(&mut parts);
        let kiosk = Kiosk::open_with(&settings, Arc::clone(&clock) as _, parts).unwrap();
        Self::behind(
            size,
            Arc::new(kiosk),
            settings,
            clock,
            uptime_secs,
            Some(dir),
        )
    }

    /// A lobby screen before a kiosk of a town. Its own clock runs on.
    pub fn over(town: &Town, kiosk: Kiosk) -> Self {
        Self::over_sized(town, [1280.0, 800.0], Arc::new(kiosk))
    }

    pub fn over_sized(town: &Town, size: [f32; 2], kiosk: Arc<Kiosk>) -> Self {
        let (settings, clock) = (town.settings.clone(), town.clock.clone());
        let uptime = Arc::default();
        Self::behind(size, kiosk, settings, clock, uptime, None)
    }

    fn behind(
        size: [f32; 2],
        kiosk: Arc<Kiosk>,
        settings: Settings,
        clock: Arc<FixedClock>,
        uptime_secs: Arc<AtomicU64>,
        dir: Option<tempfile::TempDir>,
    ) -> Self {
        let desk = LiveDesk::new(Arc::clone(&kiosk), settings.clone(), clock);
        let screens = KioskUi::new(Arc::new(desk), settings.clone());
        let harness = Harness::builder()
            .with_size(size)
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                window::lock_down(ctx);
            })
            .build_ui_state(|ui, kiosk: &mut KioskUi| kiosk.ui(ui), screens);
        let mut stand = Self {
            harness,
            kiosk,
            settings,
            uptime_secs,
            now_secs: 10.0,
            _dir: dir,
        };
        stand.pass(0.0);
        stand
    }

    pub fn screen(&self) -> Screen {
        self.harness.state().screen()
    }

    pub fn lang(&self) -> Lang {
        self.harness.state().manner().lang
    }

    /// A text in the language of the screen.
    pub fn say(&self, key: Key) -> String {
        words::text(self.lang(), key)
    }

    /// Frames until the screen has settled and no thread is at work.
    pub fn settle(&mut self) {
        self.harness.input_mut().time = Some(self.now_secs);
        self.harness.run_steps(3);
        for _ in 0..2_000 {
            if !self.harness.state().is_busy() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
            self.harness.run_steps(1);
        }
        assert!(!self.harness.state().is_busy(), "a thread never came back");
        self.harness.run_steps(2);
    }

    /// Lets `secs` pass on the window's clock and on the process's.
    pub fn pass(&mut self, secs: f64) {
        self.now_secs += secs;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sizes of screens are small whole numbers"
        )]
        self.uptime_secs
            .store(self.now_secs as u64, Ordering::SeqCst);
        self.settle();
    }

    /// As long as a person takes from one tap to the next: a page that has just changed is deaf to the spot
    /// that was tapped.
    fn breathe(&mut self) {
        self.pass(0.5);
    }

    /// Presses what says `label`; of several (a heading says the same words) the last.
    pub fn press(&mut self, label: &str) {
        self.breathe();
        let last = self.harness.get_all_by_label(label).last().unwrap();
        last.scroll_to_me();
        self.harness.run_steps(3);
        let last = self.harness.get_all_by_label(label).last().unwrap();
        last.click();
        self.settle();
    }

    /// Presses what says the text of `key`.
    pub fn tap(&mut self, key: Key) {
        let label = self.say(key);
        self.press(&label);
    }

    /// Presses the one thing whose label begins with `start`: a tile says its note too.
    pub fn press_starting(&mut self, start: &str) {
        self.breathe();
        let node = self
            .harness
            .get_all_by_label_contains(start)
            .find(|node| {
                let label = node.accesskit_node().label().unwrap_or_default();
                label.starts_with(start)
            })
            .unwrap_or_else(|| panic!("nothing begins with {start}"));
        node.click();
        self.settle();
    }

    pub fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    pub fn shows_part(&self, label: &str) -> bool {
        let mut found = self.harness.query_all_by_label_contains(label);
        found.next().is_some()
    }

    /// Whether the text of `key` is on the screen.
    pub fn says(&self, key: Key) -> bool {
        self.shows(&self.say(key))
    }

    /// What a keyboard or a scanner types: text as it comes, Return for each line's end.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            if letter == '\n' {
                self.harness.key_press(egui::Key::Enter);
            } else {
                self.harness.event(egui::Event::Text(letter.to_string()));
            }
        }
        self.settle();
    }

    /// Holds the community's name for `secs` and lets go.
    pub fn hold_the_name(&mut self, secs: f64) {
        let name = self.kiosk.community().name;
        let centre = self.harness.get_by_label(&name).rect().center();
        self.harness.hover_at(centre);
        self.harness.drag_at(centre);
        self.settle();
        self.pass(secs / 2.0);
        self.pass(secs / 2.0);
        self.harness.drop_at(centre);
        self.settle();
    }

    pub fn digits(&mut self, digits: &str) {
        for digit in digits.chars() {
            self.press(&digit.to_string());
        }
    }

    /// From the welcome screen through plan and promise to the subjects of S10.
    pub fn begin_s10(&mut self) {
        self.tap(key!("kiosk-welcome-start"));
        let title = match self.lang() {
            Lang::Zh => "社区“四评两公开”",
            Lang::En => "Four evaluations",
        };
        self.press_starting(title);
        assert_eq!(self.screen(), Screen::Promise);
        self.tap(key!("kiosk-promise-next"));
        assert_eq!(self.screen(), Screen::Subjects);
    }

    /// Every label and value of the accessibility tree: what is on the screen, as text.
    pub fn everything_said(&self) -> String {
        let mut said = String::new();
        let mut rest = vec![self.harness.root().accesskit_node()];
        while let Some(node) = rest.pop() {
            for text in [node.label(), node.value()].into_iter().flatten() {
                said.push_str(&text);
                said.push('\n');
            }
            rest.extend(node.children());
        }
        said
    }
}
