//! Positions as an attacker reads them: against the order of arrival, and to link the sheets of one card.

use std::collections::{BTreeMap, BTreeSet};

use super::sqlite::Cell;
use super::stats::{Tau, kendall};

/// Which card each sheet came with: what the attacker is after, and what he is judged by.
pub type Truth = BTreeMap<Vec<u8>, usize>;

/// One position-like quantity of every row that has it.
pub struct Quantity {
    pub name: &'static str,
    pub values: Vec<(Vec<u8>, i64)>,
}

fn whole(value: usize) -> i64 {
    i64::try_from(value).unwrap()
}

/// Everything about the place of a table's rows that could tell an order.
pub fn quantities(cells: &[Cell]) -> Vec<Quantity> {
    let mut by_page: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        by_page.entry(cell.page).or_default().push(cell);
    }
    // SQLite puts a new cell below the others of its page: rank 0 is the newest.
    let mut newness: BTreeMap<&[u8], i64> = BTreeMap::new();
    let mut astray: BTreeMap<&[u8], i64> = BTreeMap::new();
    for page in by_page.values_mut() {
        page.sort_by_key(|cell| cell.offset);
        let last = page.len() - 1;
        for (rank, cell) in page.iter().enumerate() {
            newness.insert(&cell.id, whole(rank));
            // A page that was built at once has its cells in the order of keys, downwards.
            astray.insert(&cell.id, whole((last - rank).abs_diff(cell.pointer)));
        }
    }
    let each = |name, value: &dyn Fn(&Cell) -> Option<i64>| Quantity {
        name,
        values: cells
            .iter()
            .filter_map(|cell| Some((cell.id.clone(), value(cell)?)))
            .collect(),
    };
    let place = |cell: &Cell| i64::from(cell.page) * 65_536 + whole(cell.offset);
    vec![
        each("page number", &|cell| Some(i64::from(cell.page))),
        each("offset on the page", &|cell| Some(whole(cell.offset))),
        each("offset, leaf pages", &|cell| {
            cell.on_leaf.then(|| whole(cell.offset))
        }),
        each("offset, inner pages", &|cell| {
            (!cell.on_leaf).then(|| whole(cell.offset))
        }),
        each("page number, inner pages", &|cell| {
            (!cell.on_leaf).then(|| i64::from(cell.page))
        }),
        each("place in the cell pointers", &|cell| {
            Some(whole(cell.pointer))
        }),
        each("place in the file", &|cell| Some(place(cell))),
        each("order of keys", &|cell| Some(whole(cell.key_rank))),
        each("level of the page", &|cell| Some(i64::from(cell.level))),
        each("newness on the page", &|cell| {
            newness.get(&*cell.id).copied()
        }),
        each("distance from the order of keys", &|cell| {
            astray.get(&*cell.id).copied()
        }),
        each("row number", &|cell| cell.rowid),
        each("overflow page", &|cell| cell.overflow.map(i64::from)),
    ]
}

/// Tau of a quantity against the order of arrival.
pub fn against_arrival(quantity: &Quantity, truth: &Truth) -> Option<Tau> {
    let pairs: Vec<(i64, i64)> = quantity
        .values
        .iter()
        .map(|(id, value)| (whole(truth[id]), *value))
        .collect();
    kendall(&pairs)
}

/// Guesses, for each row of `from`, the row of `to` that came with it: the one whose quantity, as a share of the whole
/// range, is nearest. How many guesses are right.
pub fn linked(from: &Quantity, to: &Quantity, truth: &Truth) -> u64 {
    let mut ranked: Vec<_> = to.values.iter().collect();
    ranked.sort_by_key(|(_, value)| *value);
    let mut asked: Vec<_> = from.values.iter().collect();
    asked.sort_by_key(|(_, value)| *value);
    let mut hits = 0;
    for (rank, (id, _)) in asked.iter().enumerate() {
        let guess = rank * ranked.len() / asked.len();
        hits += u64::from(truth[&ranked[guess].0] == truth[id]);
    }
    hits
}

/// The rows among which the newest must be: those on a leaf page that was taken into use after the file was last built at
/// once (then the numbers of leaves ascend with their keys), and on the three before it, over which SQLite spreads a full
/// page's rows. None when the file looks as if it had been built at once.
pub fn suspects(cells: &[Cell]) -> BTreeSet<Vec<u8>> {
    let mut leaves: Vec<u32> = cells
        .iter()
        .filter(|cell| cell.on_leaf)
        .map(|cell| cell.page)
        .collect();
    leaves.dedup();
    let late = (1..leaves.len()).filter(|next| leaves[*next] < leaves[next - 1]);
    let pages: BTreeSet<u32> = late
        .flat_map(|next| leaves[next.saturating_sub(4)..next].to_vec())
        .collect();
    cells
        .iter()
        .filter(|cell| cell.on_leaf && pages.contains(&cell.page))
        .map(|cell| cell.id.clone())
        .collect()
}
