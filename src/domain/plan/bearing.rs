//! What screens and receipts can bear: names that fit a tile, and no two that cannot be told apart. It is asked when a plan is
//! taken up, and not of plans that are in use already.

use super::fault::PlanFault;
use super::reader::{Reader, Section, join};
use crate::words::{Lang, sentence};

/// The longest each may be, in characters, so that a tile of the kiosk shows it whole in large type; a report goes over pages, and
/// nobody reads more before a vote.
const LONGEST: [(&str, &str, usize); 7] = [
    ("", "title", 60),
    ("", "summary", 160),
    ("subject", "name", 40),
    ("subject", "role", 40),
    ("subject", "duty_report", 3000),
    ("criterion", "name", 40),
    ("scale.choice", "name", 24),
];

/// Everything in a plan's text that a screen cannot bear.
pub(super) fn doubts(r: &Reader<'_>, root: &Section<'_>) -> Vec<PlanFault> {
    let mut found = Vec::new();
    for (table, key, limit) in LONGEST {
        for section in sections(root, table) {
            for (lang, given) in names(&section, key) {
                let length = given.chars().count();
                // An English word takes about as many letters as two Chinese characters are wide.
                let limit = if lang == Lang::Zh { limit } else { limit * 3 };
                if length > limit {
                    let path = section.path(key);
                    let sentence = sentence!(
                        "domain-plan-too-long",
                        key = path,
                        given = length,
                        limit = limit
                    );
                    found.push(r.spot(&section, key).with(sentence));
                }
            }
        }
    }
    for scale in sections(root, "scale") {
        twins(r, &sections(&scale, "choice"), &[], &mut found);
    }
    twins(r, &sections(root, "subject"), &["role"], &mut found);
    twins(
        r,
        &sections(root, "criterion"),
        &["subjects", "kinds"],
        &mut found,
    );
    found
}

/// The tables `[[table]]`, also `[[outer.inner]]`.
fn sections<'a>(root: &Section<'a>, table: &str) -> Vec<Section<'a>> {
    if table.is_empty() {
        return vec![Section {
            table: root.table,
            place: String::new(),
            field: String::new(),
            at: root.at,
        }];
    }
    if let Some((outer, inner)) = table.split_once('.') {
        let outer = sections(root, outer);
        return outer.iter().flat_map(|one| sections(one, inner)).collect();
    }
    let array = root
        .value(table)
        .and_then(|value| value.get_ref().as_array());
    let items = array.into_iter().flat_map(|array| array.iter().enumerate());
    items
        .filter_map(|(index, item)| {
            Some(Section {
                table: item.get_ref().as_table()?,
                place: root.path(table),
                field: join(&root.field(table), &index.to_string()),
                at: item.span().start,
            })
        })
        .collect()
}

/// A text of the file in the languages that it has; blanks are nobody's name.
fn names<'a>(section: &Section<'a>, key: &str) -> Vec<(Lang, &'a str)> {
    let Some(value) = section.value(key).map(toml::Spanned::get_ref) else {
        return Vec::new();
    };
    let all = match (value.as_str(), value.as_table()) {
        (Some(zh), _) => vec![(Lang::Zh, Some(zh))],
        (None, Some(table)) => {
            let part = |lang: &str| table.get(lang).and_then(|text| text.get_ref().as_str());
            vec![(Lang::Zh, part("zh")), (Lang::En, part("en"))]
        }
        (None, None) => Vec::new(),
    };
    all.into_iter()
        .filter_map(|(lang, text)| Some((lang, text?)))
        .filter(|(_, text)| !text.contains("__") && !text.trim().is_empty())
        .collect()
}

/// Two of the same name, where nothing in `beside` tells them apart.
fn twins(r: &Reader<'_>, all: &[Section<'_>], beside: &[&str], found: &mut Vec<PlanFault>) {
    let mut seen = std::collections::BTreeSet::new();
    for one in all {
        let beside = beside.iter().map(|key| {
            let value = one.value(key).and_then(|value| r.text.get(value.span()));
            value.unwrap_or_default()
        });
        let beside: Vec<&str> = beside.collect();
        let Some((_, name)) = names(one, "name").into_iter().next() else {
            continue;
        };
        if !seen.insert((name.trim(), beside)) {
            let key = one.path("name");
            let sentence = sentence!("domain-plan-twin-names", key = key, name = name);
            found.push(r.spot(one, "name").with(sentence));
        }
    }
}
