//! What kind of failure an error is, and what it says to a person. Each room says it of its own errors, variant by variant;
//! which exit code a kind has is said here, once.

use crate::words::Sentence;

/// Kinds of failure that a script tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What was typed or passed in cannot be used.
    Input,
    /// `kiosk.toml` or `office.toml` cannot be used.
    Settings,
    /// A store is damaged, or newer than the program.
    Store,
    /// The disk is full, read-only or failing.
    Disk,
    /// The stick is absent, full, read-only or was pulled.
    Stick,
    /// A signature, a community, a sequence or a mode does not match: refused.
    Refused,
    /// A passphrase or a PIN is wrong.
    Secret,
    /// It can be done, but not now or not yet.
    NotNow,
    /// What was asked for does not exist.
    NotFound,
    /// A recount found differences.
    Differs,
    /// No window can be shown.
    Window,
}

impl Kind {
    /// The program's exit code, listed in the README; 2 is clap's own for a command line it cannot read.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Input => 3,
            Self::Settings => 4,
            Self::Store => 5,
            Self::Disk => 6,
            Self::Stick => 7,
            Self::Refused => 8,
            Self::Secret => 9,
            Self::NotNow => 10,
            Self::NotFound => 11,
            Self::Differs => 12,
            Self::Window => 20,
        }
    }
}

/// An error that a person or a script meets.
pub trait Fault: std::error::Error {
    /// Which kind of failure it is.
    fn kind(&self) -> Kind;

    /// What to tell a person: what happened, then what to do.
    fn sentence(&self) -> Sentence;

    /// Everything there is to tell, where it is more than one thing.
    fn sentences(&self) -> Vec<Sentence> {
        vec![self.sentence()]
    }
}

/// A row a variant of an enum of faults, and what its sentence has to name. An enum with a variant more does not compile.
#[cfg(test)]
macro_rules! every_fault {
    ($enum:ident: $($variant:ident $({ $($field:ident: $value:expr),+ })? $(($inner:expr))? => $named:expr;)+) => {{
        let _each_has_a_row = |fault: &$enum| match fault {
            $($enum::$variant { .. } => {})+
        };
        vec![$(($enum::$variant $({ $($field: $value),+ })? $(($inner))?, $named)),+]
    }};
}
#[cfg(test)]
pub(crate) use every_fault;

/// Each fault says something of its own in both languages, and names what it is about.
#[cfg(test)]
pub(crate) fn assert_each_is_told<F>(faults: &[(F, &str)], say: impl Fn(&F) -> Sentence) {
    for lang in crate::words::Lang::ALL {
        let mut said = std::collections::BTreeSet::new();
        for (fault, named) in faults {
            let sentence = say(fault).say(lang);
            assert!(
                sentence.contains(named) && !sentence.contains('⟦'),
                "{sentence}"
            );
            assert!(said.insert(sentence.clone()), "said twice: {sentence}");
        }
    }
}
