//! What a form of a plan is made of: pages of groups of fields.

use super::{PlanDraft, is_language, steps};
use crate::words::{Key, Lang};

/// The values of a field that takes one of some words, and what each is called.
pub type Words = &'static [(&'static str, Key)];

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A line of text in one language.
    Line,
    /// A text in both.
    Text,
    /// A longer one.
    LongText,
    /// A list of texts.
    Texts,
    /// A number, a rate, points, or a share.
    Figure,
    /// A day or a time.
    Moment,
    /// Yes or no, and what holds when it is left out.
    YesNo(bool),
    /// One of some words.
    Word(Words),
    /// Some of them.
    Words(Words),
    /// One thing of the plan, by its identifier.
    One(Of),
    /// Some things of the plan.
    Ids(Of),
    /// The fewest and the most.
    Pair,
    /// Months of the year.
    Months,
}

/// Things of a plan that other parts of it name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// 量表
    Scales,
    /// 评议对象
    Subjects,
    /// 评议内容
    Criteria,
    /// Choices of any scale.
    Choices,
    /// 等次
    Grades,
}

/// A field is shown when another of its table has one of these values.
pub type When = Option<(&'static str, &'static [&'static str])>;

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its key in the plan language.
    pub key: &'static str,
    /// What it is called.
    pub name: Key,
    /// What it takes.
    pub takes: Takes,
    /// Whether a plan cannot be without it: left empty it is blank.
    pub is_needed: bool,
    /// When it is shown; where something stands in it, always.
    pub when: When,
    /// Whether few plans have it.
    pub is_rare: bool,
}

impl Field {
    pub(super) const fn new(key: &'static str, name: Key, takes: Takes) -> Self {
        Self {
            key,
            name,
            takes,
            is_needed: false,
            when: None,
            is_rare: false,
        }
    }

    pub(super) const fn rare(mut self) -> Self {
        self.is_rare = true;
        self
    }

    pub(super) const fn needed(mut self) -> Self {
        self.is_needed = true;
        self
    }

    pub(super) const fn when(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.when = Some((key, values));
        self
    }
}

/// A table of the plan language, or a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Its key; empty for the plan itself.
    pub key: &'static str,
    /// What it is called.
    pub name: Key,
    /// A list of such tables.
    pub is_many: bool,
    /// Whether a plan cannot be without it.
    pub is_needed: bool,
    /// What the identifiers of new items begin with; empty where they have none.
    pub id_from: &'static str,
    /// The keys that a new item takes from the one before it.
    pub copied: &'static [&'static str],
    /// When it is shown; where it is there, always.
    pub when: When,
    /// Its fields.
    pub fields: &'static [Field],
    /// Tables inside it.
    pub inner: &'static [&'static Group],
}

/// A page of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// What it is called.
    pub name: Key,
    /// Its groups.
    pub groups: &'static [&'static Group],
}

/// The page that a field or a group stands on, and the place of the field or group that is nearest: a fault of
/// `subject.1.name.zh` is told at `subject.1.name`, one of `subject.1` at `subject`. None where no page has it.
#[must_use]
pub fn page_of(pages: &[Page], place: &str) -> Option<(usize, String)> {
    let steps: Vec<&str> = steps(place).collect();
    pages.iter().enumerate().find_map(|(number, page)| {
        let mut groups = page.groups.iter();
        let found = groups.find_map(|group| nearest(group, "", &steps))?;
        Some((number, found))
    })
}

/// The place inside `group`, a table of `outer`, that is nearest to where `steps` lead.
fn nearest(group: &Group, outer: &str, steps: &[&str]) -> Option<String> {
    let mut rest = steps;
    let mut here = outer.to_owned();
    if !group.key.is_empty() {
        let (first, after) = rest.split_first()?;
        if *first != group.key {
            return None;
        }
        here = beneath(&here, group.key);
        rest = after;
    }
    let table = here.clone();
    if group.is_many {
        match rest.split_first() {
            Some((index, after)) if index.parse::<usize>().is_ok() => {
                here = beneath(&here, index);
                rest = after;
            }
            Some(_) | None => return Some(table),
        }
    }
    let Some((key, after)) = rest.split_first() else {
        return Some(here);
    };
    if let Some(field) = group.fields.iter().find(|field| field.key == *key) {
        let item = after.first().filter(|step| !is_language(step));
        let whole = beneath(&here, field.key);
        return Some(match (field.takes, item) {
            (Takes::Texts, Some(index)) => beneath(&whole, index),
            _ => whole,
        });
    }
    let mut inner = group.inner.iter();
    let found = inner.find_map(|inner| nearest(inner, &here, rest));
    // What the plan itself does not know belongs to no page.
    found.or_else(|| (!group.key.is_empty()).then_some(here))
}

/// The place of `key` in the table at `outer`.
#[must_use]
pub fn beneath(outer: &str, key: &str) -> String {
    if outer.is_empty() {
        key.to_owned()
    } else {
        format!("{outer}.{key}")
    }
}

impl PlanDraft {
    /// Whether a field or group of the table at `outer` is shown: its condition holds, or there is something in it.
    #[must_use]
    pub fn shows(&self, outer: &str, key: &str, when: When) -> bool {
        let Some((other, values)) = when else {
            return true;
        };
        let given = self.line(&beneath(outer, other));
        values.contains(&given.as_str()) || self.is_there(&beneath(outer, key))
    }

    /// The identifiers and names of what other parts of the plan may name.
    #[must_use]
    pub fn known(&self, of: Of) -> Vec<(String, super::Text)> {
        let list = |place: &str| -> Vec<(String, super::Text)> {
            (0..self.count(place))
                .map(|index| {
                    let one = format!("{place}.{index}");
                    (
                        self.line(&format!("{one}.id")),
                        self.text(&format!("{one}.name")),
                    )
                })
                .collect()
        };
        let found = match of {
            Of::Scales => self.scales(),
            Of::Subjects => list("subject"),
            Of::Criteria => list("criterion"),
            Of::Grades => list("grading.grade"),
            Of::Choices => (0..self.count("scale"))
                .flat_map(|scale| list(&format!("scale.{scale}.choice")))
                .collect(),
        };
        let mut all: Vec<(String, super::Text)> = Vec::new();
        for (id, name) in found {
            if !id.is_empty() && !all.iter().any(|(known, _)| *known == id) {
                all.push((id, name));
            }
        }
        all
    }

    /// Scales have no name; their choices say which is which.
    fn scales(&self) -> Vec<(String, super::Text)> {
        let one = |index: usize| {
            let place = format!("scale.{index}");
            let field = |key: &str| self.line(&beneath(&place, key));
            let choices = beneath(&place, "choice");
            let names: Vec<super::Text> = (0..self.count(&choices))
                .map(|choice| self.text(&format!("{choices}.{choice}.name")))
                .collect();
            if names.is_empty() {
                let zh = format!("{}–{}", field("min"), field("max"));
                let en = zh.clone();
                return (field("id"), super::Text { zh, en });
            }
            let [zh, en] = Lang::ALL.map(|lang| {
                let names: Vec<&str> = names.iter().map(|name| name.get(lang)).collect();
                names.join(" / ")
            });
            (field("id"), super::Text { zh, en })
        };
        (0..self.count("scale")).map(one).collect()
    }
}
