//! Whoever reads the boards subtracts one posting from the next, and learns nothing of the few who came in between; from a
//! board that forgets what it posted he learns most of it. The other adversaries: `worker.rs`.

use std::collections::BTreeMap;

use pingyi::domain::card::Answer;
use pingyi::domain::plan::{Criterion, Plan, ScaleKind};
use pingyi_kit::attacker::stats::most_by_chance;
use pingyi_kit::town::{Town, choices, s1};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;

/// An office whose record counts people without their cards: what a long life of loading would come to.
struct Board {
    town: Town,
    db: Connection,
    plan: Plan,
    rng: StdRng,
}

impl Board {
    fn new(seed: u64) -> Self {
        let town = Town::real();
        let db = Connection::open(town.settings.data_dir.join("office/office.db")).unwrap();
        Self {
            town,
            db,
            plan: s1(),
            rng: StdRng::seed_from_u64(seed),
        }
    }

    /// So many people rate the first subject; `vote` says what each answers.
    fn rate(
        &mut self,
        period: &str,
        people: u64,
        mut vote: impl FnMut(&mut StdRng, usize) -> usize,
    ) {
        let subject = &self.plan.subjects[0];
        let Plan { id, revision, .. } = &self.plan;
        let of = format!("'{id}', {revision}, '{period}', '{}', ''", subject.id);
        let mut sql = format!(
            "BEGIN; INSERT INTO rater VALUES ({of}, {people})
             ON CONFLICT DO UPDATE SET count = count + excluded.count;"
        );
        for (place, criterion) in self.plan.criteria_of(subject).enumerate() {
            let all = choices(&self.plan, criterion);
            for _ in 0..people {
                let Answer::Choice(answer) = &all[vote(&mut self.rng, place) % all.len()] else {
                    panic!("a choice");
                };
                let criterion = &criterion.id;
                sql += &format!(
                    "INSERT INTO tally VALUES ({of}, '{criterion}', '{answer}', 1)
                     ON CONFLICT DO UPDATE SET count = count + 1;"
                );
            }
        }
        self.db.execute_batch(&(sql + "COMMIT")).unwrap();
    }

    fn post(&mut self, period: &str) -> BTreeMap<(String, String), u64> {
        figures(
            &self
                .town
                .office
                .post_results(&self.plan.id, Some(period))
                .unwrap()
                .body,
        )
    }
}

/// Every figure of a notice: (criterion, answer) → count.
fn figures(body: &str) -> BTreeMap<(String, String), u64> {
    let mut found = BTreeMap::new();
    for line in body.lines() {
        let Some((criterion, answers)) = line.split_once('：') else {
            continue;
        };
        for answer in answers.split('、') {
            if let Some((name, count)) = answer.rsplit_once(' ')
                && let Ok(count) = count.parse()
            {
                found.insert((criterion.to_owned(), name.to_owned()), count);
            }
        }
    }
    found
}

/// Subtracts one posting from the next, question by question: what did those say who came in between? (right, asked)
fn difference_attack(leaky: bool, seed: u64) -> (u64, u64) {
    let mut board = Board::new(seed);
    let mut guesses = StdRng::seed_from_u64(seed + 1);
    let (mut right, mut asked) = (0, 0);
    let subject = board.plan.subjects[0].clone();
    let criteria: Vec<_> = board.plan.criteria_of(&subject).cloned().collect();
    for round in 0..45_u64 {
        let period = (3_000 + round).to_string();
        let crowd = 12 + round % 9;
        board.rate(&period, crowd, |rng, _| rng.random_range(0..3));
        let before = board.post(&period);
        let secrets: Vec<usize> = criteria
            .iter()
            .map(|_| board.rng.random_range(0..3))
            .collect();
        board.rate(&period, 1 + round % 4, |_, place| secrets[place]);
        if leaky {
            // A board that forgets what it published.
            let db =
                Connection::open(board.town.settings.data_dir.join("office/office.db")).unwrap();
            db.execute("DELETE FROM posted", []).unwrap();
        }
        let after = board.post(&period);
        for (criterion, secret) in criteria.iter().zip(&secrets) {
            let names = choice_names(&board.plan, criterion);
            let grown = names.iter().position(|name| {
                let key = (criterion.name.zh.clone(), name.clone());
                matches!((before.get(&key), after.get(&key)), (Some(old), Some(new)) if new > old)
            });
            let guess = grown.unwrap_or_else(|| guesses.random_range(0..names.len()));
            right += u64::from(guess == *secret);
            asked += 1;
        }
    }
    (right, asked)
}

fn choice_names(plan: &Plan, criterion: &Criterion) -> Vec<String> {
    match &plan.scale(&criterion.scale).unwrap().kind {
        ScaleKind::Named(choices) => choices
            .iter()
            .map(|choice| choice.name.zh.clone())
            .collect(),
        ScaleKind::Score { .. } => panic!("S1 asks for choices"),
    }
}

/// Two postings with one to four people in between.
#[test]
fn two_postings_tell_nothing_of_the_few_in_between() {
    let boards = |leaky| {
        let four = (0..4).map(|board| difference_attack(leaky, 31 + 10 * board));
        four.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let (right, asked) = boards(false);
    let most = most_by_chance(asked, 1.0 / 3.0, 0.01);
    let (leaked, _) = boards(true);
    eprintln!(
        "{right} of {asked} guessed, chance gives at most {most}; from a board that forgets, {leaked}"
    );
    assert!(asked >= 1_000);
    assert!(right <= most, "{right} of {asked}");
    assert!(leaked > most * 3 / 2, "{leaked}");
}
