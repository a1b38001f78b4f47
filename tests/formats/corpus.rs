//! Every parser over every input that the fuzzer kept, and over the vectors: what `tests/fuzz` would find at once is
//! found by every test run.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use pingyi_parsers::PARSERS;

fn inputs(name: &str) -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list = |folder: &str, begins: &str| -> Vec<PathBuf> {
        fs::read_dir(tests.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .filter(|path| {
                let name = path.file_name().unwrap().to_str().unwrap();
                name.starts_with(begins)
            })
            .collect()
    };
    let mut paths = list(&format!("fuzz/corpus/{name}"), "");
    paths.extend(match name {
        "batch" | "pack" => list("vectors", name),
        "plan" => list("vectors/plans", ""),
        _ => Vec::new(),
    });
    paths.sort();
    paths
}

#[test]
fn every_parser_bears_every_kept_input() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let kept = fs::read_dir(corpus).unwrap().count();
    assert_eq!(kept, PARSERS.len(), "a folder without a parser");
    for (name, parser) in PARSERS {
        let paths = inputs(name);
        assert!(paths.len() > 10, "{name}: {}", paths.len());
        for path in paths {
            let bytes = fs::read(&path).unwrap();
            let outcome = catch_unwind(AssertUnwindSafe(|| parser(&bytes)));
            assert!(outcome.is_ok(), "{name}: {}", path.display());
        }
    }
}

/// What the fuzzer changes must first be read: a statement of the wrong version would end every reading at its head.
#[test]
fn the_vectors_are_read_to_their_ends() {
    let vectors = |name: &str| -> Vec<(PathBuf, Vec<u8>)> {
        let paths = inputs(name).into_iter();
        paths
            .filter(|path| path.extension().is_some_and(|it| it == "jsl"))
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect()
    };
    for (path, bytes) in vectors("batch") {
        let read = pingyi_parsers::read_batch(&bytes);
        assert!(read.is_ok(), "{}: {read:?}", path.display());
    }
    for (path, bytes) in vectors("pack") {
        let read = pingyi_parsers::read_pack(&bytes).map(drop);
        assert!(read.is_ok(), "{}: {read:?}", path.display());
    }
    assert!(vectors("batch").len() >= 5 && vectors("pack").len() >= 2);
}
