//! Names that changed places between two revisions that are counted together.
//!
//! Mending a name keeps a round whole, so a shape holds ids and no names. Where a name that stood for one id comes to stand for another,
//! what residents chose would be counted as what they did not: 满意 and 不满意 exchanged turn a vote round.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{Plan, ScaleKind, Text, Voters};

impl Plan {
    /// A name of this revision that stood for something else in `other`; none where they ask different questions, which are counted
    /// apart.
    #[must_use]
    pub fn exchanged_since(&self, other: &Self) -> Option<String> {
        if self.shape() != other.shape() {
            return None;
        }
        let before = names(other);
        names(self)
            .into_iter()
            .find(|(name, id)| before.get(name).is_some_and(|stood| stood != id))
            .map(|((_, name), _)| name)
    }
}

/// Where a name stands, and the name as people read it.
type Name = (String, String);

/// What each name stands for. A name that stands for two things in one place tells nothing.
fn names(plan: &Plan) -> BTreeMap<Name, String> {
    let mut found: BTreeMap<Name, Option<String>> = BTreeMap::new();
    let mut add = |place: &str, name: &Text, id: &str| {
        for text in [&name.zh, &name.en] {
            let read: String = text.nfkc().filter(|one| one.is_alphanumeric()).collect();
            if read.is_empty() {
                continue;
            }
            let stands = found
                .entry((place.to_owned(), read.to_lowercase()))
                .or_insert_with(|| Some(id.to_owned()));
            if stands.as_deref() != Some(id) {
                *stands = None;
            }
        }
    };
    for scale in &plan.scales {
        if let ScaleKind::Named(choices) = &scale.kind {
            for choice in choices {
                add(scale.id.as_str(), &choice.name, choice.id.as_str());
            }
        }
    }
    for criterion in &plan.criteria {
        add("criterion", &criterion.name, criterion.id.as_str());
    }
    for subject in &plan.subjects {
        add("subject", &subject.name, subject.id.as_str());
    }
    if let Voters::Groups(groups) = &plan.voters {
        for group in groups {
            add("group", &group.name, group.id.as_str());
        }
    }
    let found = found.into_iter();
    found.filter_map(|(name, id)| Some((name, id?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::shipped;

    fn s1() -> String {
        let shipped = shipped();
        let s1 = shipped.iter().find(|one| one.name == "s1").unwrap();
        s1.text.to_owned()
    }

    fn exchange(text: &str, one: &str, other: &str) -> String {
        let text = text.replace(one, "☐").replace(other, one);
        text.replace('☐', other)
    }

    #[test]
    fn a_name_that_stands_for_another_answer_is_found_and_a_mended_one_is_not() {
        let before = Plan::parse(&s1()).unwrap();
        let of = |text: &str| Plan::parse(text).unwrap().exchanged_since(&before);
        assert_eq!(of(&s1()), None);
        assert_eq!(of(&s1().replace("\"满意\"", "\"很满意\"")), None);
        let [good, bad] = ["\"满意\"", "\"不满意\""];
        let turned = of(&exchange(&s1(), good, bad)).unwrap();
        assert!(["满意", "不满意"].contains(&&*turned), "{turned}");
        // The wide forms and blanks that people do not see make no other name.
        let spaced = s1().replace(bad, "\"满 意\"").replace(good, "\"不满意。\"");
        assert!(of(&spaced).is_some());
        let subjects: Vec<_> = before.subjects.iter().map(|it| &it.name.zh).collect();
        if let [one, two, ..] = &subjects[..] {
            let [one, two] = [one, two].map(|name| format!("\"{name}\""));
            assert!(of(&exchange(&s1(), &one, &two)).is_some());
        }
    }
}
