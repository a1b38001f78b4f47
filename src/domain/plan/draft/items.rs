//! Tables of a plan being written: more of them, fewer, in another order.

use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, Value};

use super::{BLANK, Group, PlanDraft, Takes, find, put, split};

impl PlanDraft {
    /// Adds a table that is not there, empty; the last of a list of tables, with what each has to say left blank. The first
    /// of a list of texts, or one more, is added with [`Self::add_text`].
    pub fn add(&mut self, place: &str, group: &Group) {
        if group.is_many {
            let id = self.free_id(place, group.id_from);
            self.change(|root| add_item(root, place, group, id.as_deref()));
        } else if !self.is_there(place) {
            self.change(|root| {
                let (outer, last) = split(place);
                let outer = find(root, outer).and_then(Item::as_table_like_mut);
                if let Some(outer) = outer {
                    let mut table = Table::new();
                    blanks(&mut table, group);
                    outer.insert(last, Item::Table(table));
                }
            });
        }
    }

    /// Adds a blank text to a list of them.
    pub fn add_text(&mut self, place: &str) {
        self.change(|root| {
            if let Some(list) = find(root, place).and_then(Item::as_array_mut) {
                list.push(BLANK);
            } else {
                let list: Array = std::iter::once(Value::from(BLANK)).collect();
                put(root, place, Value::Array(list));
            }
        });
    }

    /// Takes an item out of a list, or a table away; an emptied list goes too.
    pub fn remove(&mut self, place: &str) {
        let (outer, last) = split(place);
        let Ok(index) = last.parse::<usize>() else {
            return self.forget(place);
        };
        if self.count(outer) <= index {
            return;
        }
        if self.count(outer) == 1 {
            return self.forget(outer);
        }
        self.change(|root| match find(root, outer) {
            Some(Item::ArrayOfTables(tables)) => {
                tables.remove(index);
            }
            Some(Item::Value(Value::Array(array))) => {
                array.remove(index);
            }
            Some(Item::None | Item::Value(_) | Item::Table(_)) | None => {}
        });
    }

    /// Lets an item of a list change places with the one before it.
    pub fn raise(&mut self, place: &str) {
        let (outer, last) = split(place);
        let index = last.parse::<usize>().ok();
        let Some(above) = index.and_then(|index| index.checked_sub(1)) else {
            return;
        };
        if self.count(outer) <= above + 1 {
            return;
        }
        self.change(|root| match find(root, outer) {
            Some(Item::ArrayOfTables(tables)) => {
                let taken = tables.remove(above + 1);
                tables.insert(above, taken);
                in_order(tables);
            }
            Some(Item::Value(Value::Array(array))) => {
                let taken = array.remove(above + 1);
                array.insert_formatted(above, taken);
            }
            Some(Item::None | Item::Value(_) | Item::Table(_)) | None => {}
        });
    }

    /// An identifier that no item of the list has: `p3` after `p1` and `p2`.
    fn free_id(&self, place: &str, from: &str) -> Option<String> {
        if from.is_empty() {
            return None;
        }
        let taken: Vec<String> = (0..self.count(place))
            .map(|index| self.line(&format!("{place}.{index}.id")))
            .collect();
        let mut all = (1..).map(|number: u32| format!("{from}{number}"));
        all.find(|id| !taken.contains(id))
    }
}

/// What an item of this group cannot be without.
fn blanks(table: &mut dyn toml_edit::TableLike, group: &Group) {
    for field in group.fields.iter().filter(|field| field.is_needed) {
        let value = match field.takes {
            Takes::Word(words) => {
                let (first, _) = words.first().copied().unwrap_or((BLANK, group.name));
                Value::from(first)
            }
            Takes::Line
            | Takes::Text
            | Takes::LongText
            | Takes::Figure
            | Takes::Moment
            | Takes::One(_) => Value::from(BLANK),
            Takes::Texts
            | Takes::YesNo(_)
            | Takes::Words(_)
            | Takes::Ids(_)
            | Takes::Pair
            | Takes::Months => continue,
        };
        table.insert(field.key, Item::Value(value));
    }
}

fn add_item(root: &mut Item, place: &str, group: &Group, id: Option<&str>) {
    let (outer, last) = split(place);
    match find(root, place) {
        Some(Item::ArrayOfTables(tables)) => {
            let mut table = Table::new();
            if let Some(before) = tables.iter().last() {
                copied(&mut table, before, group);
            }
            finish(&mut table, group, id);
            tables.push(table);
            in_order(tables);
        }
        Some(Item::Value(Value::Array(array))) => {
            let mut table = InlineTable::new();
            finish(&mut table, group, id);
            array.push(Value::InlineTable(table));
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => {
            let outer = find(root, outer).and_then(Item::as_table_like_mut);
            let Some(outer) = outer else {
                return;
            };
            let mut table = Table::new();
            finish(&mut table, group, id);
            let mut tables = ArrayOfTables::new();
            tables.push(table);
            outer.insert(last, Item::ArrayOfTables(tables));
        }
    }
}

/// What an item most likely has in common with the one before it.
fn copied(table: &mut Table, before: &Table, group: &Group) {
    for key in group.copied {
        if let Some(Item::Value(value)) = before.get(key) {
            table.insert(key, Item::Value(value.clone()));
        }
    }
}

fn finish(table: &mut dyn toml_edit::TableLike, group: &Group, id: Option<&str>) {
    if let Some(id) = id {
        table.insert("id", Item::Value(Value::from(id)));
    }
    let mut all = Table::new();
    blanks(&mut all, group);
    for (key, item) in all {
        if !table.contains_key(&key) {
            table.insert(&key, item);
        }
    }
}

/// Tables know the line that they stood at; in another order they follow the first of them, one after the other.
fn in_order(tables: &mut ArrayOfTables) {
    let first = tables.iter().filter_map(Table::position).min();
    for (index, table) in tables.iter_mut().enumerate() {
        let position = if index == 0 { first } else { None };
        table.set_position(position);
        forget_positions(table);
    }
}

fn forget_positions(table: &mut Table) {
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => {
                inner.set_position(None);
                forget_positions(inner);
            }
            Item::ArrayOfTables(tables) => {
                for inner in tables.iter_mut() {
                    inner.set_position(None);
                    forget_positions(inner);
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}
