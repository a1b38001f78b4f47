//! Where tests are: no file is forgotten, no package has no line that runs it, and no command selects nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

use super::architecture::{root, rust_files};

/// Each links the whole program: more of them cost more time than they save.
const MOST_RUNNERS: usize = 7;

/// The `mod name;` of a file, each with the names of the inline modules around it.
#[derive(Default)]
struct Modules {
    within: Vec<String>,
    named: Vec<Vec<String>>,
    /// Files named by `#[path]`.
    paths: Vec<String>,
    tests: Vec<String>,
}

fn path_of(attribute: &syn::Attribute) -> Option<String> {
    let value = &attribute.meta.require_name_value().ok()?.value;
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(path),
        ..
    }) = value
    else {
        return None;
    };
    attribute.path().is_ident("path").then(|| path.value())
}

impl<'ast> Visit<'ast> for Modules {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.paths.extend(item.attrs.iter().filter_map(path_of));
        self.within.push(item.ident.to_string());
        if item.content.is_none() {
            self.named.push(self.within.clone());
        }
        visit::visit_item_mod(self, item);
        self.within.pop();
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if item.attrs.iter().any(|at| at.path().is_ident("test")) {
            let mut path = self.within.clone();
            path.push(item.sig.ident.to_string());
            self.tests.push(path.join("::"));
        }
    }
}

fn modules_of(text: &str) -> Modules {
    let mut modules = Modules::default();
    modules.visit_file(&syn::parse_file(text).unwrap());
    modules
}

/// What is compiled from `file` on, as rustc looks for it, and the tests in it by their paths.
fn reach(file: &Path, path: &str, files: &mut BTreeSet<PathBuf>, tests: &mut Vec<String>) {
    files.insert(file.to_owned());
    let modules = modules_of(&fs::read_to_string(file).unwrap());
    tests.extend(modules.tests.iter().map(|test| format!("{path}{test}")));
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let folder = file.parent().unwrap();
    let folder = if ["main", "lib", "mod"].contains(&stem) {
        folder.to_owned()
    } else {
        folder.join(stem)
    };
    for path in modules.paths {
        reach(&file.with_file_name(path), "", files, tests);
    }
    for named in modules.named {
        let at = folder.join(named.iter().collect::<PathBuf>());
        let found = [at.with_extension("rs"), at.join("mod.rs")]
            .into_iter()
            .find(|file| file.is_file());
        if let Some(found) = found {
            reach(
                &found,
                &format!("{path}{}::", named.join("::")),
                files,
                tests,
            );
        }
    }
}

/// The `.rs` of `folder` that nothing in `tops` leads to.
fn forgotten(folder: &Path, tops: &[&str]) -> Vec<PathBuf> {
    let (mut all, mut reached) = (Vec::new(), BTreeSet::new());
    rust_files(folder, &mut all);
    for top in tops {
        reach(&folder.join(top), "", &mut reached, &mut Vec::new());
    }
    all.retain(|file| !reached.contains(file));
    all
}

/// The folders of `tests/` that are a test binary.
fn runners() -> Vec<String> {
    let entries = fs::read_dir(root().join("tests")).unwrap();
    let folders = entries.map(|entry| entry.unwrap().path());
    let mut runners: Vec<_> = folders
        .filter(|folder| folder.join("main.rs").is_file())
        .map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    runners.sort();
    runners
}

fn manifest() -> toml::Table {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

fn strings(of: &toml::Value) -> Vec<&str> {
    of.as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect()
}

#[test]
fn no_file_is_forgotten() {
    let manifest = manifest();
    let members = strings(&manifest["workspace"]["members"]);
    let mut found = forgotten(&root().join("src"), &["lib.rs", "main.rs"]);
    // A member that lies in src is reached from its own lib.rs.
    found.retain(|file| !members.iter().any(|at| file.starts_with(root().join(at))));
    for runner in runners() {
        found.extend(forgotten(&root().join("tests").join(runner), &["main.rs"]));
    }
    for member in members {
        let top = ["src/lib.rs", "lib.rs"].map(|top| root().join(member).join(top));
        let top = top.iter().find(|top| top.is_file()).unwrap();
        found.extend(forgotten(top.parent().unwrap(), &["lib.rs"]));
    }
    // Loose files under tests/ are in nobody's folder.
    for entry in fs::read_dir(root().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        found.extend(
            path.extension()
                .is_some_and(|end| end == "rs")
                .then_some(path),
        );
    }
    assert!(found.is_empty(), "nothing compiles {found:?}");
}

#[test]
fn every_runner_is_in_the_manifest_and_they_are_few() {
    let manifest = manifest();
    let named: BTreeSet<_> = manifest["test"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| test["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, runners().into_iter().collect());
    assert!(named.len() <= MOST_RUNNERS);
    assert_eq!(manifest["package"]["autotests"].as_bool(), Some(false));
}

/// What several tests share is compiled once, in `tests/kit`.
#[test]
fn no_file_is_compiled_twice() {
    let mut files = Vec::new();
    for folder in ["tests", "benches"] {
        rust_files(&root().join(folder), &mut files);
    }
    let by_path = |file: &&PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        text.contains("#[path") && !modules_of(&text).paths.is_empty()
    };
    let found: Vec<_> = files.iter().filter(by_path).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// README's test command is of the whole workspace; every package, and every workspace beside it, is named with it.
#[test]
fn every_package_has_a_line_that_runs_it() {
    let manifest = manifest();
    let said: String = ["README.md", ".ci/run"]
        .iter()
        .map(|file| fs::read_to_string(root().join(file)).unwrap())
        .collect();
    for command in ["    cargo test --workspace", "\ncargo test --workspace\n"] {
        assert!(said.contains(command), "{command}");
    }
    let workspace = &manifest["workspace"];
    for of in ["members", "exclude"] {
        for member in strings(&workspace[of]) {
            assert!(said.contains(member), "{member} has no line");
        }
    }
}

/// The words of a `cargo test` command: the runner, and what chooses among its tests.
fn choice(command: &str) -> Option<(&str, Vec<&str>)> {
    let mut words = command
        .split_whitespace()
        .skip_while(|word| *word != "--test");
    words.next()?;
    let runner = words.next()?;
    let filters = words.filter(|word| !word.starts_with('-'));
    Some((runner, filters.collect()))
}

/// The commands in a text: to the end of the line or of what is quoted.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("cargo test ").map(|(at, _)| {
        text[at..]
            .split(['`', '\'', '\n', '|', ';', '#', '('])
            .next()
            .unwrap()
    })
}

fn empty_choices(text: &str, tests: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut found = Vec::new();
    for command in commands(text) {
        let Some((runner, filters)) = choice(command) else {
            continue;
        };
        let none = |filter: &&str| {
            !tests
                .get(runner)
                .is_some_and(|paths| paths.iter().any(|path| path.contains(filter)))
        };
        if !tests.contains_key(runner) || filters.iter().any(none) {
            found.push(command.to_owned());
        }
    }
    found
}

fn tests_by_runner() -> BTreeMap<String, Vec<String>> {
    let tests_of = |runner: String| {
        let main = root().join("tests").join(&runner).join("main.rs");
        let mut tests = Vec::new();
        reach(&main, "", &mut BTreeSet::new(), &mut tests);
        (runner, tests)
    };
    runners().into_iter().map(tests_of).collect()
}

/// A filter that matches nothing passes: zero tests, zero failures.
#[test]
fn every_command_that_is_told_chooses_a_test() {
    let tests = tests_by_runner();
    let mut files: Vec<PathBuf> = [
        "README.md",
        "tests/README.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
        ".ci/run",
        "tests/nightly/run",
        "tests/coverage",
        "tests/mutants",
    ]
    .map(|file| root().join(file))
    .into();
    for folder in ["tests", "src", "benches"] {
        rust_files(&root().join(folder), &mut files);
    }
    let this = root().join(file!());
    files.retain(|file| *file != this);
    let mut seen = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        seen += commands(&text).count();
        let found = empty_choices(&text, &tests);
        assert!(found.is_empty(), "{}: {found:?}", file.display());
    }
    assert!(seen > 20, "{seen}");
}

// The guards themselves, tried on faults.
#[test]
fn a_forgotten_file_and_an_empty_choice_are_caught() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    };
    write("main.rs", "mod seen; mod room { mod inner; } // mod lost;");
    write("seen.rs", "#[cfg(test)]\nmod below;");
    write("seen/below.rs", "#[test] fn t() {}");
    write("room/inner/mod.rs", "");
    let lost = write("lost.rs", "");
    assert_eq!(forgotten(folder.path(), &["main.rs"]), [lost]);
    let mut tests = Vec::new();
    let main = folder.path().join("main.rs");
    reach(&main, "", &mut BTreeSet::new(), &mut tests);
    assert_eq!(tests, ["seen::below::t"]);
    let tests = BTreeMap::from([("kiosk".to_owned(), tests)]);
    for (text, wrong) in [
        ("`cargo test --test kiosk seen::` (full: `-- --ignored`)", 0),
        ("N=3 cargo test --test kiosk -- --ignored below::t", 0),
        ("cargo test --workspace", 0),
        ("`cargo test --test break_order`", 1),
        ("'cargo test --test kiosk sene:: -- --ignored'", 1),
    ] {
        assert_eq!(empty_choices(text, &tests).len(), wrong, "{text}");
    }
    assert_eq!(modules_of("#[path = \"x.rs\"] mod x;").paths, ["x.rs"]);
}
