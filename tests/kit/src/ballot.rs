//! A vote by slip: its plan, its slips as they are read off their print, and the cards handed in for them.

use std::collections::BTreeMap;

use pingyi::app::AppError;
use pingyi::app::kiosk::{Admission, Kiosk, SlipPass, SlipRefusal};
use pingyi::app::office::{Command, SlipsCommand, VoidWhich};
use pingyi::domain::card::{Answer, Card, Opinion};
use pingyi::domain::ids::{GroupId, PlanId, PlanRevision};
use pingyi::domain::round::RoundId;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::town::Town;

/// The plan, voted on by slip.
pub const TEXT: &str = include_str!("../../vectors/plans/ballot.toml");

/// The same in two groups, of which one rates the committee alone.
pub fn grouped() -> String {
    let groups = "voters = \"groups\"\n\
        group = [{ id = \"party\", name = \"党员\" }, { id = \"residents\", name = \"居民\", rates = [\"committee\"] }]";
    TEXT.replacen("voters = \"slip\"", groups, 1)
}

/// S6 as it ships, of four people, its blanks filled in.
pub fn s6_of_four() -> String {
    let text = include_str!("../../../assets/plans/s6.toml");
    let text = text.replacen("at_least = \"____\"", "at_least = 8", 1);
    let text = text.replacen("at_least = \"____\"", "at_least = 6", 1);
    let text = text.replacen(
        "zh = \"____\", en = \"____\" }]",
        "zh = \"周明\", en = \"Zhou Ming\" }]",
        1,
    );
    let (before, rest) = text.split_once("[[subject]]").unwrap();
    let (one, after) = rest.split_once("\n[grading]").unwrap();
    let people = [
        ("李建国", "Li Jianguo"),
        ("王秀英", "Wang Xiuying"),
        ("张伟", "Zhang Wei"),
        ("欧阳美华", "Ouyang Meihua"),
    ];
    let people = people.iter().enumerate().map(|(place, (zh, en))| {
        let one = one.replace("\"p1\"", &format!("\"p{}\"", place + 1));
        let name = format!("zh = \"{zh}\", en = \"{en}\"");
        format!(
            "[[subject]]{}",
            one.replace("zh = \"____\", en = \"____\"", &name)
        )
    });
    format!("{before}{}\n[grading]{after}", people.collect::<String>())
}

pub fn plan() -> PlanId {
    "ballot".parse().unwrap()
}

pub fn round() -> RoundId {
    "2026-H2".parse().unwrap()
}

impl Town {
    /// Prints slips for a device; their codes, group by group, as whoever cuts them out reads them.
    pub fn issue(
        &mut self,
        device: &str,
        groups: &[(&str, u64)],
    ) -> Result<BTreeMap<String, Vec<String>>, AppError> {
        self.issue_of(&plan(), device, groups)
    }

    /// [`Self::issue`] for this round of another plan.
    pub fn issue_of(
        &mut self,
        plan: &PlanId,
        device: &str,
        groups: &[(&str, u64)],
    ) -> Result<BTreeMap<String, Vec<String>>, AppError> {
        self.issue_in(plan, round(), device, groups)
    }

    /// [`Self::issue`] for a round of a plan.
    pub fn issue_in(
        &mut self,
        plan: &PlanId,
        round: RoundId,
        device: &str,
        groups: &[(&str, u64)],
    ) -> Result<BTreeMap<String, Vec<String>>, AppError> {
        let file = self.path(&format!("slips-{}.html", rand::random::<u64>()));
        let group = |name: &str| -> Option<GroupId> { name.parse().ok() };
        let command = SlipsCommand::Issue {
            plan: plan.clone(),
            round,
            device: device.parse().unwrap(),
            groups: groups.iter().map(|(name, n)| (group(name), *n)).collect(),
            file: file.clone(),
            large: false,
        };
        // The same codes whenever a test is run, and others each time it prints: what is measured by chance stays as it was found.
        let lists = self.office.slips().unwrap();
        let printed: u64 = lists
            .iter()
            .flat_map(|round| &round.lists)
            .map(|list| list.number)
            .sum();
        let mut rng = StdRng::seed_from_u64(printed);
        self.office
            .run(Command::Slips(command), &mut rng, &mut |_| {})?;
        let page = std::fs::read_to_string(&file).unwrap();
        let mut codes = page
            .split("<code>")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap().to_owned());
        let mut cut = BTreeMap::new();
        for (name, count) in groups {
            let own: Vec<String> = codes
                .by_ref()
                .take(usize::try_from(*count).unwrap())
                .collect();
            assert_eq!(own.len() as u64, *count);
            cut.insert((*name).to_owned(), own);
        }
        assert_eq!(codes.next(), None);
        Ok(cut)
    }

    /// Slips for the lobby, of a plan without groups.
    pub fn lobby_slips(&mut self, count: u64) -> Vec<String> {
        self.issue("LOBBY1", &[("", count)])
            .unwrap()
            .remove("")
            .unwrap()
    }

    /// Makes slips void.
    pub fn void(&mut self, codes: &[&str]) -> Result<(), AppError> {
        let typed = codes.iter().map(|code| (*code).to_owned().into()).collect();
        let command = SlipsCommand::Void {
            plan: plan(),
            round: round(),
            which: VoidWhich::Typed(typed),
            reason: "印坏了".to_owned(),
        };
        let mut rng = rand::rng();
        let done = self
            .office
            .run(Command::Slips(command), &mut rng, &mut |_| {});
        done.map(|_| ())
    }
}

/// What a slip opens.
pub fn pass(kiosk: &Kiosk, code: &str) -> SlipPass {
    match kiosk.admit(&plan(), code).unwrap() {
        Admission::Admitted(pass) => pass,
        Admission::Refused(refusal) => panic!("{refusal:?}"),
    }
}

/// Why a slip opens nothing.
pub fn refusal(kiosk: &Kiosk, code: &str) -> SlipRefusal {
    match kiosk.admit(&plan(), code).unwrap() {
        Admission::Admitted(pass) => panic!("{pass:?}"),
        Admission::Refused(refusal) => refusal,
    }
}

/// A card about the committee for a slip, and perhaps words.
pub fn card(pass: &SlipPass, choice: &str, words: Option<&str>) -> Card {
    let answers = ["overall", "ji"].map(|criterion| {
        (
            criterion.parse().unwrap(),
            Answer::Choice(choice.parse().unwrap()),
        )
    });
    let mut opinion = Opinion::default();
    words.unwrap_or_default().clone_into(&mut opinion.text);
    Card {
        plan: pass.plan.clone(),
        revision: PlanRevision(1),
        group: pass.group.clone(),
        slip: Some(pass.tag),
        ratings: BTreeMap::from([("committee".parse().unwrap(), BTreeMap::from(answers))]),
        opinion: words.map(|_| opinion),
    }
}

/// Votes with a slip.
pub fn vote(kiosk: &Kiosk, code: &str, choice: &str, words: Option<&str>) {
    let pass = pass(kiosk, code);
    kiosk.submit(&card(&pass, choice, words), false).unwrap();
}
