//! Inside the rooms: no circle of files, and no public function that only tests call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::architecture::{root, sources};

/// Circles that stand today, each by its files; it may shrink only.
const CIRCLES: &[&[&str]] = &[];

/// Public functions that only tests call today; it may shrink only.
const UNCALLED: &[&str] = &[];

type Module = Vec<String>;

/// `src/app/office/mod.rs` is `app::office`.
fn module_of(path: &Path) -> Module {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let mut module: Module = inside
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_str().unwrap().to_owned())
        .collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = |list: &syn::MetaList| list.tokens.to_string();
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute
                    .meta
                    .require_list()
                    .is_ok_and(|list| tokens(list) == "test")
    })
}

/// A file without its tests.
fn parsed(text: &str) -> syn::File {
    let mut file = syn::parse_file(text).unwrap();
    file.items.retain(|item| match item {
        syn::Item::Mod(item) => !is_test(&item.attrs),
        syn::Item::Fn(item) => !is_test(&item.attrs),
        syn::Item::Impl(item) => !is_test(&item.attrs),
        syn::Item::Use(item) => !is_test(&item.attrs),
        _ => true,
    });
    file
}

/// What a file names, as it is written, and what its `use` lines bind.
#[derive(Default)]
struct Named {
    paths: Vec<Module>,
    /// A name that the file has from elsewhere, and from where.
    bound: Vec<(String, Module)>,
}

impl Named {
    fn note_use(&mut self, prefix: &[String], tree: &syn::UseTree, handed_on: bool) {
        let with = |ident: &syn::Ident| {
            let mut whole = prefix.to_vec();
            if ident != "self" {
                whole.push(ident.to_string());
            }
            whole
        };
        let (name, whole) = match tree {
            syn::UseTree::Path(path) => {
                return self.note_use(&with(&path.ident), &path.tree, handed_on);
            }
            syn::UseTree::Group(group) => {
                let each = group.items.iter();
                return each.for_each(|item| self.note_use(prefix, item, handed_on));
            }
            syn::UseTree::Name(name) => {
                let whole = with(&name.ident);
                (whole.last().cloned().unwrap_or_default(), whole)
            }
            syn::UseTree::Rename(rename) => (rename.rename.to_string(), with(&rename.ident)),
            syn::UseTree::Glob(_) => ("*".to_owned(), prefix.to_vec()),
        };
        // What is only handed on to others is a door, not a need.
        if !handed_on {
            self.paths.push(whole.clone());
        }
        self.bound.push((name, whole));
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let handed_on = !matches!(item.vis, syn::Visibility::Inherited);
        self.note_use(&[], &item.tree, handed_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter();
        self.paths
            .push(segments.map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let arguments = mac.parse_body_with(
            syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated,
        );
        for argument in arguments.iter().flatten() {
            self.visit_expr(argument);
        }
        visit::visit_macro(self, mac);
    }
}

struct House {
    modules: BTreeMap<Module, Named>,
}

impl House {
    fn new(files: impl IntoIterator<Item = (Module, String)>) -> Self {
        let named = |text: &str| {
            let mut named = Named::default();
            named.visit_file(&parsed(text));
            named
        };
        Self {
            modules: files
                .into_iter()
                .map(|(module, text)| (module, named(&text)))
                .collect(),
        }
    }

    /// A path as it is written in `from`, from the top; none when it leads out of the house.
    fn path_in_house(&self, from: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let mut whole = match first.as_str() {
            "crate" | "pingyi" => Module::new(),
            "self" => from.clone(),
            "super" => {
                let mut above = from.clone();
                above.pop();
                let mut rest = rest;
                while rest.first().is_some_and(|part| part == "super") {
                    above.pop();
                    rest = &rest[1..];
                }
                above.extend(rest.iter().cloned());
                return Some(above);
            }
            child => {
                let mut below = from.clone();
                below.push(child.to_owned());
                if !self.modules.contains_key(&below) {
                    return None;
                }
                below
            }
        };
        whole.extend(rest.iter().cloned());
        Some(whole)
    }

    /// The file in which what `whole` names is written, through every door on the way.
    fn home(&self, whole: &Module, depth: usize) -> Option<Module> {
        let known = (1..=whole.len())
            .rev()
            .map(|len| whole[..len].to_vec())
            .find(|module| self.modules.contains_key(module))?;
        let Some(item) = whole.get(known.len()) else {
            return Some(known);
        };
        let door = self.modules[&known]
            .bound
            .iter()
            .find(|(name, _)| name == item);
        let behind = door
            .filter(|_| depth < 8)
            .and_then(|(_, path)| self.path_in_house(&known, path))
            .and_then(|path| self.home(&path, depth + 1));
        Some(behind.unwrap_or(known))
    }

    /// Files of the same room that each file needs; a folder's `mod.rs` and what is in the folder are one.
    fn needs(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let needs_of = |module: &Module, named: &Named| {
            let paths = named.paths.iter();
            paths
                .filter_map(|path| self.path_in_house(module, path))
                .filter_map(|path| self.home(&path, 0))
                .filter(|home| home[0] == module[0])
                .filter(|home| !home.starts_with(module) && !module.starts_with(home))
                .collect()
        };
        self.modules
            .iter()
            .map(|(module, named)| (module, needs_of(module, named)))
            .collect()
    }

    /// Files that need each other, directly or around.
    fn circles(&self) -> BTreeSet<Vec<String>> {
        let needs = self.needs();
        let reach = |from: &Module| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(at) = open.pop() {
                for next in &needs[&at] {
                    if seen.insert(next.clone()) {
                        open.push(next.clone());
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&Module, BTreeSet<Module>> = needs
            .keys()
            .map(|module| (*module, reach(module)))
            .collect();
        let mut circles = BTreeSet::new();
        for (module, seen) in reached
            .iter()
            .filter(|(module, seen)| seen.contains(**module))
        {
            let around = seen.iter().filter(|other| reached[other].contains(*module));
            circles.insert(around.map(|one| one.join("::")).collect());
        }
        circles
    }
}

#[test]
fn no_files_of_a_room_need_each_other() {
    let files = sources()
        .into_iter()
        .map(|(_, path, text)| (module_of(&path), text));
    let files =
        files.filter(|(module, _)| !module.last().is_some_and(|last| last.ends_with("_tests")));
    let circles = House::new(files).circles();
    let known_by = |circle: &[String], known: &&&[&str]| {
        circle.iter().all(|file| known.contains(&file.as_str()))
    };
    let new = circles
        .iter()
        .filter(|circle| !CIRCLES.iter().any(|known| known_by(circle, &known)));
    let mended = CIRCLES
        .iter()
        .filter(|known| !circles.iter().any(|circle| known_by(circle, known)));
    let (new, mended): (Vec<_>, Vec<_>) = (new.collect(), mended.collect());
    assert!(new.is_empty(), "these files need each other: {new:?}");
    assert!(
        mended.is_empty(),
        "mended, take it out of CIRCLES: {mended:?}"
    );
}

/// Every identifier in code, with how often it stands there, and the public functions.
#[derive(Default)]
struct Calls {
    place: String,
    words: BTreeMap<String, usize>,
    defined: BTreeMap<String, (usize, String)>,
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.word(ident.to_string());
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.tokens(mac.tokens.clone());
    }

    /// `#[serde(default = "name")]` calls by a text.
    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone());
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.define(&item.vis, &item.sig.ident);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.define(&item.vis, &item.sig.ident);
        visit::visit_impl_item_fn(self, item);
    }
}

impl Calls {
    fn word(&mut self, word: String) {
        *self.words.entry(word).or_default() += 1;
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(word) => self.word(word.to_string()),
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(text) => self.word(text.to_string().replace('"', "")),
                TokenTree::Punct(_) => {}
            }
        }
    }

    fn define(&mut self, visible: &syn::Visibility, name: &syn::Ident) {
        if !matches!(visible, syn::Visibility::Inherited) {
            let entry = self.defined.entry(name.to_string()).or_default();
            *entry = (entry.0 + 1, format!("{}::{name}", self.place));
        }
    }

    fn add(&mut self, place: &str, text: &str) {
        place.clone_into(&mut self.place);
        self.visit_file(&parsed(text));
    }

    /// Names that stand nowhere but where they are defined. Of two functions of one name neither is found.
    fn uncalled(&self) -> BTreeSet<&str> {
        self.defined
            .iter()
            .filter(|(name, (times, _))| self.words[*name] == *times)
            .map(|(_, (_, place))| place.as_str())
            .collect()
    }
}

#[test]
fn no_public_function_is_called_by_tests_only() {
    let mut calls = Calls::default();
    for (_, path, text) in sources() {
        let module = module_of(&path).join("::");
        if !module.ends_with("_tests") {
            calls.add(&module, &text);
        }
    }
    let known: BTreeSet<&str> = UNCALLED.iter().copied().collect();
    assert_eq!(
        calls.uncalled(),
        known,
        "left: what is; right: what is known"
    );
}

// The guards themselves, tried on faults.
#[test]
fn a_circle_and_an_uncalled_function_are_caught() {
    let circles = |files: &[(&str, &str)]| {
        let module = |name: &str| name.split("::").map(ToOwned::to_owned).collect();
        let files = files
            .iter()
            .map(|(name, text)| (module(name), (*text).to_owned()));
        House::new(files).circles()
    };
    let two = [vec!["app::a".to_owned(), "app::b".to_owned()]];
    for (a, b, caught) in [
        ("use super::b::B;", "use crate::app::a::A;", true),
        // Through the door of the room.
        (
            "use super::B; pub struct A;",
            "fn f() { super::A::new(); }",
            true,
        ),
        ("use super::B; pub struct A;", "pub struct B;", false),
        (
            "#[cfg(test)] mod tests { use super::super::b::B; }",
            "use super::a::A;",
            false,
        ),
    ] {
        let room = ("app", "mod a; mod b; pub use a::A; pub use b::B;");
        let found = circles(&[room, ("app::a", a), ("app::b", b)]);
        assert_eq!(found.iter().eq(&two), caught, "{a} {b}: {found:?}");
    }
    let mut calls = Calls::default();
    calls.add(
        "a",
        "pub fn used() {} pub fn dead() {} #[cfg(test)] mod t { fn f() { super::dead(); } }",
    );
    calls.add(
        "b",
        "struct S; impl S { pub fn lost(&self) { crate::a::used(); } }",
    );
    assert_eq!(calls.uncalled(), BTreeSet::from(["a::dead", "b::lost"]));
}
