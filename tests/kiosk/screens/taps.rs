//! How much a card asks of a finger: taps and screens from the welcome to the thanks, at every size and in both types
//! (issue 17). A screen is what is seen at once; the pages of one screen count each.

use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use pingyi::app::kiosk::Kiosk;
use pingyi::ui::kiosk::Screen;
use pingyi::words::{Key, key};
use pingyi_kit::ballot;
use pingyi_kit::stand::Stand;
use pingyi_kit::town::Town;

const SIZES: [[f32; 2]; 5] = [
    [1024.0, 600.0],
    [1280.0, 800.0],
    [1366.0, 768.0],
    [1920.0, 1080.0],
    [1080.0, 1920.0],
];

/// A kiosk of a community that holds S1 and nothing else.
fn with_s1() -> (Town, Arc<Kiosk>) {
    let mut town = Town::real();
    let kiosk = town.paired();
    for other in ["s9", "s10"] {
        town.office
            .enable_plan(&other.parse().unwrap(), false)
            .unwrap();
    }
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    let plans = kiosk.plans();
    assert_eq!((plans.len(), plans[0].id.as_str()), (1, "s1"));
    (town, Arc::new(kiosk))
}

/// A kiosk of a community that holds S6 about four people and nothing else, and slips for it.
fn with_s6() -> (Town, Arc<Kiosk>, Vec<String>) {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(&ballot::s6_of_four()).unwrap();
    for other in ["s1", "s9", "s10"] {
        town.office
            .enable_plan(&other.parse().unwrap(), false)
            .unwrap();
    }
    let (plan, round) = ("s6".parse().unwrap(), "2026".parse().unwrap());
    let issued = town.issue_in(&plan, round, "LOBBY1", &[("", 12)]);
    let codes = issued.unwrap().remove("").unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    let plans = kiosk.plans();
    assert_eq!((plans.len(), plans[0].id.as_str()), (1, "s6"));
    (town, Arc::new(kiosk), codes)
}

/// Somebody at the screen, and what it came to so far.
struct Walk {
    stand: Stand,
    taps: usize,
    screens: usize,
}

impl Walk {
    fn new(town: &Town, size: [f32; 2], kiosk: &Arc<Kiosk>, large: bool) -> Self {
        let mut stand = Stand::over_sized(town, size, Arc::clone(kiosk));
        if large {
            stand.tap(key!("kiosk-widget-large"));
        }
        Self {
            stand,
            taps: 0,
            screens: 1,
        }
    }

    fn page(&self) -> (Screen, usize, usize) {
        let rating = &self.stand.harness.state().session().rating;
        (self.stand.screen(), rating.subject, rating.first)
    }

    /// What a scanner types is no tap, and may turn a page.
    fn scanned(&mut self, code: &str) {
        let before = self.page();
        self.stand.type_text(&format!("{code}\n"));
        self.screens += usize::from(self.page() != before);
    }

    fn tapped(&mut self, tap: impl FnOnce(&mut Stand)) {
        let before = self.page();
        tap(&mut self.stand);
        self.taps += 1;
        self.screens += usize::from(self.page() != before);
    }

    fn tap(&mut self, key: Key) {
        self.tapped(|stand| stand.tap(key));
    }

    /// How many answers of this name are on the page.
    fn offered(&self, answer: &str) -> usize {
        self.stand.harness.get_all_by_label(answer).count()
    }

    /// Answers every question of the page.
    fn answer_page(&mut self, answer: &str) -> usize {
        let count = self.offered(answer);
        for place in 0..count {
            self.tapped(|stand| {
                stand.pass(0.5);
                let mut nodes = stand.harness.get_all_by_label(answer);
                let node = nodes.nth(place).unwrap();
                assert!(node.rect().max.y <= stand.harness.ctx.content_rect().max.y);
                node.click();
                drop(nodes);
                stand.settle();
            });
        }
        count
    }
}

/// S1 whole: every question answered, nothing written.
fn s1(town: &Town, size: [f32; 2], kiosk: &Arc<Kiosk>, large: bool) -> (usize, usize, usize) {
    let mut walk = Walk::new(town, size, kiosk, large);
    walk.tap(key!("kiosk-welcome-start"));
    walk.tap(key!("kiosk-promise-next"));
    let (mut pages, mut answered) = (0, 0);
    while walk.stand.screen() == Screen::Rating {
        answered += walk.answer_page("满意");
        pages += 1;
        let next = if walk.stand.says(key!("kiosk-rating-done")) {
            key!("kiosk-rating-done")
        } else {
            key!("kiosk-rating-next-page")
        };
        walk.tap(next);
    }
    assert_eq!(answered, 6, "each question, once");
    walk.tap(key!("kiosk-opinion-none-hand-in"));
    assert_eq!(walk.stand.screen(), Screen::Thanks);
    (walk.taps, walk.screens, pages)
}

/// S6 whole: everybody rated on a page each, up to the receipt. The slip's code is scanned, which is no tap.
fn s6(
    town: &Town,
    size: [f32; 2],
    kiosk: &Arc<Kiosk>,
    large: bool,
    code: &str,
) -> (usize, usize, usize) {
    let mut walk = Walk::new(town, size, kiosk, large);
    walk.tap(key!("kiosk-welcome-start"));
    walk.scanned(code);
    walk.tap(key!("kiosk-promise-next"));
    let (mut pages, mut answered) = (0, 0);
    while walk.stand.screen() == Screen::Rating {
        answered += walk.answer_page("8");
        pages += 1;
        let next = [
            key!("kiosk-rating-next-subject"),
            key!("kiosk-rating-next-page"),
            key!("kiosk-subjects-done"),
        ];
        let next = next.into_iter().find(|next| walk.stand.says(*next));
        walk.tap(next.unwrap());
    }
    assert_eq!(answered, 16, "each question about each of them, once");
    assert_eq!(walk.stand.screen(), Screen::Review, "a vote is seen whole");
    walk.tap(key!("kiosk-review-next"));
    assert_eq!(walk.stand.screen(), Screen::Thanks);
    walk.tap(key!("kiosk-thanks-take"));
    assert_eq!(walk.stand.screen(), Screen::Receipt);
    (walk.taps, walk.screens, pages)
}

/// Words and nothing else, up to the receipt.
fn words_alone(town: &Town, size: [f32; 2], kiosk: &Arc<Kiosk>, large: bool) -> (usize, usize) {
    let mut walk = Walk::new(town, size, kiosk, large);
    walk.tapped(|stand| stand.press_starting(&stand.say(key!("kiosk-welcome-words"))));
    assert_eq!(walk.stand.screen(), Screen::Opinion);
    walk.stand.type_text("楼道的灯坏了");
    walk.tap(key!("kiosk-opinion-hand-in"));
    walk.tap(key!("kiosk-thanks-take"));
    assert_eq!(walk.stand.screen(), Screen::Receipt);
    (walk.taps, walk.screens)
}

/// A receipt typed on the pad: it is looked up when its last digit is there.
fn look_up(town: &Town, size: [f32; 2], kiosk: &Arc<Kiosk>, large: bool) -> (usize, usize) {
    let mut walk = Walk::new(town, size, kiosk, large);
    walk.tapped(|stand| stand.press_starting(&stand.say(key!("kiosk-welcome-lookup"))));
    for digit in "35142783062178453901".chars() {
        walk.tapped(|stand| stand.digits(&digit.to_string()));
    }
    assert_eq!(walk.stand.screen(), Screen::Found);
    (walk.taps, walk.screens)
}

#[test]
fn a_card_asks_few_taps_on_few_screens() {
    let (town, kiosk) = with_s1();
    let (voting, booth, mut codes) = with_s6();
    println!("| size | type | S1 | S6, four people | words alone | look-up |");
    let mut faults = Vec::new();
    for size in SIZES {
        for large in [false, true] {
            let (taps, screens, pages) = s1(&town, size, &kiosk, large);
            let (word_taps, word_screens) = words_alone(&town, size, &kiosk, large);
            let (look_taps, look_screens) = look_up(&town, size, &kiosk, large);
            let code = codes.pop().unwrap();
            let (vote_taps, vote_screens, people) = s6(&voting, size, &booth, large, &code);
            let kind = if large { "large" } else { "normal" };
            let row = format!(
                "| {} × {} | {kind} | {taps} taps, {screens} screens, {pages} of questions | {vote_taps}, {vote_screens}, {people} of people | {word_taps}, {word_screens} | {look_taps}, {look_screens} |",
                size[0], size[1],
            );
            println!("{row}");
            if vote_taps > 24 || people > 4 {
                faults.push(format!("{row}: four people"));
            }
            if taps > 11 || screens > 6 || word_screens > 4 || word_taps > 3 || look_taps > 21 {
                faults.push(row.clone());
            }
            // One page where the screen is as large as a lobby's; two on a small one, in large type as well.
            let most = if size[1] < 1080.0 { 2 } else { 1 };
            if pages > most {
                faults.push(format!("{row}: more than {most} pages of questions"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
