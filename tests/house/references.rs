//! What documents and comments name is there: paths, the rules by number, and the faults by letter. README stays short.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::architecture::{root, rust_files};

/// The longest README that a newcomer reads.
const README_LINES: usize = 110;

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// `a/{b,c}.rs` is two paths.
fn expanded(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let Some((inner, after)) = rest.split_once('}') else {
        return vec![path.to_owned()];
    };
    let each = inner.split(',');
    each.flat_map(|one| expanded(&format!("{before}{one}{after}")))
        .collect()
}

/// Paths from the top that a document names and that are not there.
fn missing(text: &str, top: &Path) -> Vec<String> {
    let is_path = |word: &&str| {
        let from_top = ["src/", "tests/", "assets/", "benches/"];
        let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "/._-{},".contains(ch);
        from_top.iter().any(|start| word.starts_with(start)) && word.chars().all(is_plain)
    };
    quoted(text)
        .filter(is_path)
        .flat_map(expanded)
        .filter(|path| !top.join(path).exists())
        .collect()
}

/// The numbers that follow `protocol §`, also several of them: `§5.2, §5.3 and §6.2`.
fn rules(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, after) in text
        .match_indices("protocol §")
        .map(|(at, it)| text[at..].split_at(it.len()))
    {
        let mut rest = after;
        loop {
            let end = rest.find(|ch: char| !ch.is_ascii_digit() && ch != '.');
            let (number, left) = rest.split_at(end.unwrap_or(rest.len()));
            found.insert(number.trim_end_matches('.').to_owned());
            let next = [", §", " and §"]
                .iter()
                .find_map(|sep| left.strip_prefix(sep));
            let Some(next) = next else { break };
            rest = next;
        }
    }
    found
}

/// The rules that ARCHITECTURE.md has a row for.
fn told(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| §"));
    let first = rows.filter_map(|row| row.split(" |").next());
    first
        .flat_map(|numbers| numbers.split(", §"))
        .map(ToOwned::to_owned)
        .collect()
}

/// `A1` to `B9`, where a sentence says that they are faults.
fn faults(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (at, word) in text.match_indices("fault") {
        let after = text[at + word.len()..].trim_start_matches('s');
        let list = after
            .split([')', ';', '`', '\n', '.'])
            .next()
            .unwrap_or_default();
        let named = list.split([' ', ',']).filter(|one| {
            let mut chars = one.chars();
            matches!(chars.next(), Some('A' | 'B'))
                && chars.next().is_some_and(|ch| ch.is_ascii_digit())
                && one.len() == 2
        });
        found.extend(named);
    }
    found
}

#[test]
fn what_documents_name_is_there() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
        "tests/README.md",
        "src/pen/README.md",
    ] {
        let found = missing(&read(document), &root());
        assert!(found.is_empty(), "{document} names {found:?}");
    }
    assert!(read("README.md").lines().count() <= README_LINES);
}

#[test]
fn rules_and_faults_named_in_comments_resolve_in_the_repository() {
    let (rows, tests) = (told(&read("ARCHITECTURE.md")), read("tests/README.md"));
    assert!(rows.len() > 15, "{rows:?}");
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        rust_files(&root().join(folder), &mut files);
    }
    let this = root().join(file!());
    for file in files.iter().filter(|file| **file != this) {
        let text = fs::read_to_string(file).unwrap();
        let unknown: Vec<_> = rules(&text).difference(&rows).cloned().collect();
        assert!(
            unknown.is_empty(),
            "{}: protocol §{unknown:?}",
            file.display()
        );
        assert!(
            !text.contains("DESIGN §"),
            "{}: there is no DESIGN here",
            file.display()
        );
        for fault in faults(&text) {
            let row = format!("| {fault} ");
            assert!(tests.contains(&row), "{}: fault {fault}", file.display());
        }
    }
}

// The guards themselves, tried on faults.
#[test]
fn a_reference_to_nothing_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/a.rs"), "").unwrap();
    let text = "`src/{a,b}.rs` and `src/a.rs` and `cargo test src/` and `a::src/`";
    assert_eq!(missing(text, folder.path()), ["src/b.rs"]);
    let named = rules("(protocol §5.2, §5.3 and §6.2; faults A1, B3) protocol §7.");
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    assert_eq!(named, ["5.2", "5.3", "6.2", "7"]);
    let rows = told("| §2 | words |\n| §2.5, §2.6 | x |\n| 3 | y |");
    assert_eq!(rows.into_iter().collect::<Vec<_>>(), ["2", "2.5", "2.6"]);
    let named = faults("(protocol §2; faults A4, B5, A8) of A9, a fault of B");
    assert_eq!(named.into_iter().collect::<Vec<_>>(), ["A4", "A8", "B5"]);
}
