//! A test in a process of its own: where it looks at what belongs to the whole process (its memory, its processor time, its
//! environment), the other tests of the binary would be looked at too.

use std::process::Command;

/// Set in the process of its own only.
const ALONE: &str = "PINGYI_TEST_ALONE";

/// The path of the test that `F`, a closure in it and in nothing else, belongs to: `room::the_test`.
pub fn test_of<F>(_: &F) -> &'static str {
    let name = std::any::type_name::<F>();
    let (_, path) = name.split_once("::").unwrap();
    path.split_once("::{{closure}}").unwrap().0
}

/// This binary once more, as one test of it; `within` is what starts it.
pub fn this_test_within(within: &[&str], test: &str) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut words = within.to_vec();
    words.extend([program.to_str().unwrap(), test]);
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .args(["--exact", "--include-ignored", "--nocapture"]);
    command
}

/// Runs the test and fails as it fails.
pub fn passes(test: &str, command: &mut Command) {
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let complained = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success() && said.contains("1 passed"),
        "{test}: {}\n{said}\n{complained}",
        done.status
    );
    print!("{said}");
}

/// Runs `body` in a process of its own. `body` is a closure that stands in the test itself.
pub fn alone<F: FnOnce()>(body: F) {
    if std::env::var_os(ALONE).is_some() {
        return body();
    }
    let test = test_of(&body);
    passes(test, this_test_within(&[], test).env(ALONE, "yes"));
}
