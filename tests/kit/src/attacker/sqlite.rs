//! SQLite's file format, read from its bytes alone: header, schema, b-tree pages, cell pointer arrays, cells, free
//! blocks, overflow chains, the list of free pages, the rollback journal.

use std::path::Path;

/// A row, and everything about where it lies.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The first column: for our tables the sheet's identifier.
    pub id: Vec<u8>,
    /// The page it lies on, from 1.
    pub page: u32,
    /// Where on that page its bytes begin.
    pub offset: usize,
    /// Its place in the page's array of cell pointers.
    pub pointer: usize,
    /// Its place in the order of keys, over the whole tree.
    pub key_rank: usize,
    /// How many pages stand above its own.
    pub level: u32,
    /// Whether its page has no children.
    pub on_leaf: bool,
    /// The hidden row number, in a table that has one.
    pub rowid: Option<i64>,
    /// The first overflow page.
    pub overflow: Option<u32>,
}

/// A table or an index, as the schema has it.
#[derive(Debug, Clone)]
pub struct Tree {
    pub name: String,
    pub root: u32,
}

/// A whole database file.
pub struct Disk {
    bytes: Vec<u8>,
    page_size: usize,
}

fn number(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |sum, byte| (sum << 8) | usize::from(*byte))
}

/// SQLite's variable-length integer; the value and how many bytes it takes.
fn varint(bytes: &[u8]) -> (i64, usize) {
    let mut value: u64 = 0;
    for (place, byte) in bytes.iter().take(9).enumerate() {
        if place == 8 {
            return (((value << 8) | u64::from(*byte)).cast_signed(), 9);
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return (value.cast_signed(), place + 1);
        }
    }
    (0, 1)
}

fn size_of(varint: i64) -> usize {
    usize::try_from(varint).unwrap()
}

/// The columns of a record, as bytes.
fn columns(payload: &[u8]) -> Vec<Vec<u8>> {
    let (header, mut at) = varint(payload);
    let mut body = size_of(header);
    let mut found = Vec::new();
    while at < size_of(header) {
        let (kind, taken) = varint(&payload[at..]);
        at += taken;
        let width = match kind {
            0 | 8 | 9 => 0,
            1..=4 => size_of(kind),
            5 => 6,
            6 | 7 => 8,
            text_or_blob => size_of(text_or_blob - 12) / 2,
        };
        found.push(payload[body..body + width].to_vec());
        body += width;
    }
    found
}

impl Disk {
    pub fn read(path: &Path) -> Self {
        Self::of(std::fs::read(path).unwrap())
    }

    pub fn of(bytes: Vec<u8>) -> Self {
        assert!(bytes.starts_with(b"SQLite format 3\0"));
        let page_size = match number(&bytes[16..18]) {
            1 => 65_536,
            size => size,
        };
        Self { bytes, page_size }
    }

    fn page(&self, number: u32) -> &[u8] {
        let from = (number as usize - 1) * self.page_size;
        &self.bytes[from..from + self.page_size]
    }

    fn usable(&self) -> usize {
        self.page_size - usize::from(self.bytes[20])
    }

    pub fn page_count(&self) -> u32 {
        u32::try_from(self.bytes.len() / self.page_size).unwrap()
    }

    /// The tables and indexes there are.
    pub fn trees(&self) -> Vec<Tree> {
        let mut trees = Vec::new();
        self.walk(1, 0, &mut |_, payload| {
            let columns = columns(payload);
            trees.push(Tree {
                name: String::from_utf8(columns[1].clone()).unwrap(),
                root: u32::try_from(number(&columns[3])).unwrap(),
            });
        });
        trees
    }

    /// Every row of a table, in the order of its keys.
    pub fn cells(&self, table: &str) -> Vec<Cell> {
        let trees = self.trees();
        let tree = trees.iter().find(|tree| tree.name == table).unwrap();
        let mut cells: Vec<Cell> = Vec::new();
        self.walk(tree.root, 0, &mut |mut cell, payload| {
            cell.id = columns(payload).swap_remove(0);
            cell.key_rank = cells.len();
            cells.push(cell);
        });
        cells
    }

    /// Visits every row below `number`, in the order of keys.
    fn walk(&self, number_of_page: u32, level: u32, each: &mut impl FnMut(Cell, &[u8])) {
        let page = self.page(number_of_page);
        let start = if number_of_page == 1 { 100 } else { 0 };
        let kind = page[start];
        let is_leaf = matches!(kind, 0x0a | 0x0d);
        let is_index = matches!(kind, 0x02 | 0x0a);
        let pointers = start + if is_leaf { 8 } else { 12 };
        for pointer in 0..number(&page[start + 3..start + 5]) {
            let place = pointers + 2 * pointer;
            let offset = number(&page[place..place + 2]);
            let mut at = offset;
            if !is_leaf {
                let child = u32::try_from(number(&page[at..at + 4])).unwrap();
                self.walk(child, level + 1, each);
                at += 4;
                if !is_index {
                    continue;
                }
            }
            let (length, taken) = varint(&page[at..]);
            at += taken;
            let mut rowid = None;
            if !is_index {
                let (id, taken) = varint(&page[at..]);
                at += taken;
                rowid = Some(id);
            }
            let (payload, overflow) = self.payload(&page[at..], size_of(length), is_index);
            let cell = Cell {
                id: Vec::new(),
                page: number_of_page,
                offset,
                pointer,
                key_rank: 0,
                level,
                on_leaf: is_leaf,
                rowid,
                overflow,
            };
            each(cell, &payload);
        }
        if !is_leaf {
            let last = u32::try_from(number(&page[start + 8..start + 12])).unwrap();
            self.walk(last, level + 1, each);
        }
    }

    /// A cell's payload, its overflow chain followed.
    fn payload(&self, from: &[u8], length: usize, is_index: bool) -> (Vec<u8>, Option<u32>) {
        let usable = self.usable();
        let most = if is_index {
            (usable - 12) * 64 / 255 - 23
        } else {
            usable - 35
        };
        if length <= most {
            return (from[..length].to_vec(), None);
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let wanted = least + (length - least) % (usable - 4);
        let local = if wanted <= most { wanted } else { least };
        let mut payload = from[..local].to_vec();
        let first = u32::try_from(number(&from[local..local + 4])).unwrap();
        let mut next = first;
        while next != 0 && payload.len() < length {
            let page = self.page(next);
            let take = (length - payload.len()).min(usable - 4);
            payload.extend_from_slice(&page[4..4 + take]);
            next = u32::try_from(number(&page[..4])).unwrap();
        }
        (payload, Some(first))
    }

    /// The free pages, in the order of the list: a trunk, then its leaves.
    pub fn free_pages(&self) -> Vec<u32> {
        let mut free = Vec::new();
        let mut trunk = self.first_trunk();
        while trunk != 0 {
            free.push(trunk);
            let page = self.page(trunk);
            let leaves = number(&page[4..8]);
            free.extend(
                (0..leaves)
                    .map(|leaf| u32::try_from(number(&page[8 + 4 * leaf..12 + 4 * leaf])).unwrap()),
            );
            trunk = u32::try_from(number(&page[..4])).unwrap();
        }
        free
    }

    fn first_trunk(&self) -> u32 {
        u32::try_from(number(&self.bytes[32..36])).unwrap()
    }

    /// Every byte that belongs to no cell: free pages, gaps before the cells, free blocks between them.
    pub fn unallocated(&self) -> Vec<u8> {
        let mut slack = Vec::new();
        let mut trunk = self.first_trunk();
        while trunk != 0 {
            let page = self.page(trunk);
            // A trunk's own list is bookkeeping; what follows it is what was there before.
            let list = 8 + 4 * number(&page[4..8]);
            for leaf in page[8..list].chunks(4) {
                let leaf = u32::try_from(number(leaf)).unwrap();
                slack.extend_from_slice(self.page(leaf));
            }
            slack.extend_from_slice(&page[list..]);
            trunk = u32::try_from(number(&page[..4])).unwrap();
        }
        let mut pages = vec![1];
        pages.extend(self.trees().iter().map(|tree| tree.root));
        while let Some(number_of_page) = pages.pop() {
            let page = self.page(number_of_page);
            let start = if number_of_page == 1 { 100 } else { 0 };
            let is_leaf = matches!(page[start], 0x0a | 0x0d);
            let header = start + if is_leaf { 8 } else { 12 };
            let count = number(&page[start + 3..start + 5]);
            let content = match number(&page[start + 5..start + 7]) {
                0 => 65_536,
                content => content,
            };
            // Behind the pointers stand those of rows that are gone: places, and no byte of what lay there.
            let gap = &page[header + 2 * count..content];
            let stale = gap.chunks(2).take_while(|pair| *pair != [0, 0]).count();
            slack.extend_from_slice(gap.get(2 * stale..).unwrap_or_default());
            let mut block = number(&page[start + 1..start + 3]);
            while block != 0 {
                let size = number(&page[block + 2..block + 4]);
                slack.extend_from_slice(&page[block + 4..block + size]);
                block = number(&page[block..block + 2]);
            }
            if !is_leaf {
                let children = (0..count).map(|cell| {
                    let place = header + 2 * cell;
                    let at = number(&page[place..place + 2]);
                    number(&page[at..at + 4])
                });
                let last = number(&page[start + 8..start + 12]);
                pages.extend(
                    children
                        .chain([last])
                        .map(|page| u32::try_from(page).unwrap()),
                );
            }
        }
        slack
    }
}

/// The pages whose old contents a rollback journal holds, in the order in which they were changed. A header that was
/// wiped hides nothing: the records follow it at the first sector.
pub fn journal_pages(path: &Path, page_size: usize) -> Vec<u32> {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes
        .get(512..)
        .unwrap_or_default()
        .chunks_exact(page_size + 8)
        .map(|record| u32::try_from(number(&record[..4])).unwrap())
        .collect()
}
