//! The house (ARCHITECTURE.md): a room names only the rooms below it, and a crate stays in the room that
//! owns it. The sources are parsed, not searched, so a comment or a string cannot fool it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Each room and the rooms it may name. `words`, the ground floor, holds every text for people.
const FLOORS: &[(&str, &[&str])] = &[
    ("words", &[]),
    ("fault", &["words"]),
    ("domain", &["words"]),
    ("courier", &["words", "fault", "domain"]),
    ("cardbox", &["words", "fault", "domain"]),
    ("record", &["words", "fault", "domain"]),
    ("pen", &[]),
    ("paper", &["words", "fault", "domain"]),
    ("exchange", &["words", "fault", "domain"]),
    (
        "app",
        &[
            "words", "fault", "domain", "courier", "cardbox", "record", "pen", "paper", "exchange",
        ],
    ),
    ("ui", &["words", "fault", "domain", "app", "pen"]),
    ("cli", &["words", "fault", "domain", "app", "pen"]),
    (
        "main",
        &[
            "words", "fault", "domain", "courier", "cardbox", "record", "pen", "paper", "exchange",
            "app", "ui", "cli",
        ],
    ),
];

/// Crates that belong to some rooms only.
const OWNED: &[(&str, &[&str])] = &[
    ("rusqlite", &["cardbox", "record"]),
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("epaint", &["ui"]),
    ("clap", &["cli", "main"]),
    ("rpassword", &["cli"]),
    ("indicatif", &["cli"]),
    ("hpke", &["courier"]),
    ("minisign", &["courier"]),
    ("pkcs8", &["courier"]),
    ("x25519_dalek", &["courier"]),
    ("zbus", &["courier"]),
    ("qrcode", &["paper"]),
    ("image", &["paper", "ui"]),
    ("fluent_bundle", &["words"]),
    ("fluent_syntax", &["words"]),
    ("unic_langid", &["words"]),
    ("argon2", &["courier", "app"]),
    ("zxcvbn", &["app"]),
    ("unicode_normalization", &["app", "domain"]),
    ("num_rational", &["domain"]),
    ("num_traits", &["domain"]),
    ("toml_edit", &["domain"]),
    ("calamine", &["exchange"]),
    ("rust_xlsxwriter", &["exchange"]),
];

/// Longest file and longest function, in lines.
const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 80;

#[derive(Default)]
struct Names {
    rooms: BTreeSet<String>,
    crates: BTreeSet<String>,
    long_functions: Vec<(String, usize)>,
}

impl Names {
    fn note_path(&mut self, segments: &[String]) {
        let Some(first) = segments.first() else {
            return;
        };
        if first == "crate" || first == "pingyi" {
            if let Some(room) = segments.get(1) {
                self.rooms.insert(room.clone());
            }
        } else {
            self.crates.insert(first.clone());
        }
    }

    fn note_use(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let leaf = |ident: &syn::Ident| {
            let mut whole = prefix.to_vec();
            whole.push(ident.to_string());
            whole
        };
        match tree {
            syn::UseTree::Path(path) => self.note_use(&leaf(&path.ident), &path.tree),
            syn::UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|item| self.note_use(prefix, item));
            }
            syn::UseTree::Name(name) => self.note_path(&leaf(&name.ident)),
            syn::UseTree::Rename(rename) => self.note_path(&leaf(&rename.ident)),
            syn::UseTree::Glob(_) => self.note_path(prefix),
        }
    }

    fn note_length(&mut self, name: &syn::Ident, block: &syn::Block) {
        let brace = block.brace_token.span;
        let lines = brace.close().end().line - brace.open().start().line;
        if lines > FUNCTION_LINES {
            self.long_functions.push((name.to_string(), lines));
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_use(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let segments: Vec<_> = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect();
            self.note_path(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        // Paths inside a macro call are tokens; whatever parses as expressions is looked at too.
        let arguments = mac.parse_body_with(
            syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated,
        );
        for argument in arguments.iter().flatten() {
            self.visit_expr(argument);
        }
        visit::visit_macro(self, mac);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note_length(&item.sig.ident, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note_length(&item.sig.ident, &item.block);
        visit::visit_impl_item_fn(self, item);
    }
}

pub fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Room, file and text of every source but `lib.rs`, which only lists the rooms.
pub fn sources() -> Vec<(String, PathBuf, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.retain(|path| *path != src.join("lib.rs"));
    files
        .into_iter()
        .map(|path| {
            let first = path
                .strip_prefix(&src)
                .unwrap()
                .components()
                .next()
                .unwrap();
            let room = first
                .as_os_str()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (room, path, text)
        })
        .collect()
}

fn names_in(text: &str) -> Names {
    let mut names = Names::default();
    names.visit_file(&syn::parse_file(text).unwrap());
    names
}

fn complaints(room: &str, names: &Names) -> Vec<String> {
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    let Some(allowed) = floors.get(room) else {
        return vec![format!(
            "`{room}` has no floor: add it here and to ARCHITECTURE.md"
        )];
    };
    let mut found = Vec::new();
    for named in names.rooms.iter().map(String::as_str) {
        if named != room && floors.contains_key(named) && !allowed.contains(&named) {
            found.push(format!("`{room}` names `{named}`, which is not below it"));
        }
    }
    for (owned, owners) in OWNED {
        if names.crates.contains(*owned) && !owners.contains(&room) {
            found.push(format!(
                "`{room}` names the crate `{owned}`, which belongs to {owners:?}"
            ));
        }
    }
    found
}

#[test]
fn every_room_names_only_rooms_below_it() {
    let mut found = Vec::new();
    for (room, path, text) in sources() {
        for complaint in complaints(&room, &names_in(&text)) {
            found.push(format!("{}: {complaint}", path.display()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_and_functions_stay_short() {
    let mut found = Vec::new();
    for (_, path, text) in sources() {
        let lines = text.lines().count();
        if lines > FILE_LINES {
            found.push(format!("{}: {lines} lines", path.display()));
        }
        for (name, lines) in names_in(&text).long_functions {
            found.push(format!("{}: fn {name} has {lines} lines", path.display()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_file_says_its_job_first() {
    for (_, path, text) in sources() {
        assert!(
            text.starts_with("//! "),
            "{} does not open with its job",
            path.display()
        );
    }
}

#[test]
fn the_top_level_is_what_the_owner_named() {
    const TOP: &str = "Cargo.toml Cargo.lock src assets tests benches README.md ARCHITECTURE.md \
        SECURITY.md CHANGELOG.md kiosk.toml LICENSE rust-toolchain.toml clippy.toml deny.toml target data";
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let placed = name.starts_with('.') || TOP.split_whitespace().any(|known| known == name);
        assert!(placed, "{name} has no place at the top");
    }
}

// The guard itself is tried on houses with a fault in them: a check that cannot fail guards nothing.
#[test]
fn a_room_that_reaches_up_is_caught() {
    for (room, text, caught) in [
        ("domain", "use crate::app::Kiosk;", true),
        ("domain", "fn f() { crate::record::open(); }", true),
        ("ui", "use crate::{app, cardbox::CardBox};", true),
        ("ui", "use rusqlite::Connection;", true),
        ("app", "fn f() { assert!(hpke::ok()); }", true),
        ("app", "fn f() -> egui::Ui { todo!() }", true),
        ("cellar", "", true),
        ("app", "use crate::{cardbox, courier};", false),
        (
            "domain",
            "/* use crate::app; */ const S: &str = \"crate::app::X\";",
            false,
        ),
    ] {
        assert_eq!(
            !complaints(room, &names_in(text)).is_empty(),
            caught,
            "{room}: {text}"
        );
    }
}
