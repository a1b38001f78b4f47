//! Everything that can go wrong with what travels, each fault told apart: with what a file says, with keys, with sticks.

use thiserror::Error;

use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, PackNumber};
use crate::fault::{Fault, Kind};
use crate::words::{Sentence, key, sentence};

/// Why something could not be sealed, opened, signed, believed, read or written.
#[derive(Debug, Error)]
pub enum CourierError {
    /// What a file or a sealed sheet says.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A key or a passphrase.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A stick.
    #[error(transparent)]
    Stick(#[from] StickError),
    /// Reading or writing on this computer failed.
    #[error("{path}: {source}")]
    Local {
        /// Which file; empty when it has no name.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
}

/// What a file says that cannot be believed, read or written.
#[derive(Debug, Error)]
pub enum FormatError {
    /// It ends too early.
    #[error("the file ends too early")]
    Truncated,
    /// There is no `.SIG` beside it, or it is empty.
    #[error("there is no signature")]
    SignatureMissing,
    /// The signature does not fit the bytes: one of the two was changed.
    #[error("the signature does not fit the file")]
    SignatureInvalid,
    /// Signed, but by a key other than the one that was enrolled or paired.
    #[error("signed by another key ({key_id})")]
    SignedByAnother {
        /// The other key's minisign id.
        key_id: String,
    },
    /// No device of that name has been accepted yet.
    #[error("device {device} has not been accepted")]
    UnknownDevice {
        /// The name it goes by.
        device: DeviceId,
    },
    /// It belongs to another community.
    #[error("belongs to community {given}")]
    OtherCommunity {
        /// Whose it is.
        given: CommunityId,
    },
    /// 体验模式 data offered to a real office or kiosk.
    #[error("trial data offered to a real community")]
    TrialIntoReal,
    /// Real data offered to a trial office or kiosk.
    #[error("real data offered to a trial community")]
    RealIntoTrial,
    /// Made by a newer program.
    #[error("format version {version} needs a newer program")]
    UnknownVersion {
        /// The version it names.
        version: u32,
    },
    /// Sealed and signed in a way that only a newer program knows.
    #[error("suite {suite} needs a newer program")]
    UnknownSuite {
        /// The suite it names.
        suite: u32,
    },
    /// Not made by this program at all.
    #[error("not a pingyi file")]
    NotPingyi,
    /// Rightly signed, but for another purpose, such as a pack in a batch's place.
    #[error("signed as `{given}`, wanted {wanted}")]
    WrongPurpose {
        /// What it was signed as.
        given: &'static str,
        /// What is wanted here.
        wanted: &'static str,
    },
    /// The device it was signed for is not the one it was found under or names inside.
    #[error("signed for device {signed}, found for {found}")]
    DeviceMismatch {
        /// The device the signature names.
        signed: String,
        /// The device the folder or the contents name.
        found: String,
    },
    /// The number it was signed with is not the one in its name or inside.
    #[error("signed as number {signed}, found as {found}")]
    NumberMismatch {
        /// The number the signature names.
        signed: u32,
        /// The number the name or the contents give.
        found: u32,
    },
    /// A pack older than the one this kiosk already has.
    #[error("pack {given} is older than pack {last}")]
    PackOlder {
        /// The pack on the stick.
        given: PackNumber,
        /// The newest one read before.
        last: PackNumber,
    },
    /// Larger than any file of its kind may be.
    #[error("larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// A line longer than any line of its kind may be.
    #[error("line {line} is longer than {limit_bytes} bytes")]
    LineTooLong {
        /// From 1.
        line: u64,
        /// The limit.
        limit_bytes: usize,
    },
    /// More lines than any file of its kind may have.
    #[error("more than {limit} lines")]
    TooManyLines {
        /// The limit.
        limit: u64,
    },
    /// A rightly signed line that is not what its format allows.
    #[error("line {line} is not as the format wants it: {reason}")]
    BadLine {
        /// From 1.
        line: u64,
        /// What is wrong, for the log.
        reason: String,
    },
    /// A list that is not sorted, or has an entry twice.
    #[error("line {line} is out of order")]
    OutOfOrder {
        /// From 1.
        line: u64,
    },
    /// The footer's root is not that of the lines above it.
    #[error("the root hash does not fit")]
    RootMismatch,
    /// The bytes changed between checking the signature and reading.
    #[error("the file changed while it was read")]
    Changed,
    /// A batch cannot be written so; the caller broke a rule of the format.
    #[error("cannot write batch {number}: {reason}")]
    BadBatch {
        /// Which batch.
        number: BatchNumber,
        /// Which rule.
        reason: &'static str,
    },
    /// A sheet or a reply is longer than the one fixed size.
    #[error("{given_bytes} bytes, and {limit_bytes} fit")]
    TextTooLong {
        /// How long it is, as it would be sealed.
        given_bytes: usize,
        /// How much fits.
        limit_bytes: usize,
    },
    /// A sealed sheet does not open: another key, another community, another purpose, or damaged.
    #[error("the sealed sheet does not open with this key")]
    CannotOpen,
    /// A sheet opened, but what is inside is not a sheet of its kind.
    #[error("what was sealed is not a sheet of its kind")]
    NotASheet,
}

/// What is the matter with a key or a passphrase.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The key to seal to is not a usable X25519 key.
    #[error("the sealing key cannot be used")]
    BadSealingKey,
    /// Argon2 or scrypt could not run, for want of memory.
    #[error("the key derivation could not run")]
    Derivation,
    /// The passphrase does not open the key file.
    #[error("the passphrase does not open the key")]
    WrongPassphrase,
    /// The recovery secret opens nothing here.
    #[error("the recovery secret does not open the keys")]
    WrongRecovery,
    /// A key file or a key on a line is not one.
    #[error("not a key of the expected kind")]
    BadKey,
}

/// What is the matter with a stick.
#[derive(Debug, Error)]
pub enum StickError {
    /// The stick is full.
    #[error("the stick is full ({free_bytes} bytes free)")]
    Full {
        /// What is left on it.
        free_bytes: u64,
    },
    /// The stick takes nothing: its write-protection switch is on, or it has locked itself.
    #[error("the stick is write-protected")]
    ReadOnly,
    /// The stick's file system went wrong in use, and the system writes to it no more.
    #[error("the stick's file system is damaged")]
    Damaged,
    /// The stick was mounted read-only: somebody chose so, or the system found it damaged.
    #[error("the stick is mounted read-only")]
    MountedReadOnly,
    /// The stick is no longer there.
    #[error("the stick is gone")]
    Vanished,
    /// Writing or reading stopped half-way; the stick is still there.
    #[error("interrupted: {detail}")]
    Interrupted {
        /// For the log.
        detail: String,
    },
    /// Not a stick this program can use: `PINGYI` on it is no folder, or is a link.
    #[error("not a stick for pingyi: {detail}")]
    Foreign {
        /// For the log.
        detail: String,
    },
    /// Another file already bears the name; it was left as it is.
    #[error("another file is already called {name}")]
    NameTaken {
        /// The name, ASCII 8.3.
        name: String,
    },
    /// A name that nothing is looked for under, here or at the office: written all the same it would never be found.
    #[error("{name} is no name for a file on a stick")]
    NameTooLong {
        /// The name.
        name: String,
    },
    /// What was asked for is not there.
    #[error("{name} is not there")]
    NotThere {
        /// The name looked for.
        name: String,
    },
}

impl CourierError {
    /// An I/O fault of a stream that has no name.
    #[must_use]
    pub fn stream(source: std::io::Error) -> Self {
        Self::Local {
            path: String::new(),
            source,
        }
    }

    /// An I/O fault of a file on this computer.
    #[must_use]
    pub fn local(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Local {
            path: path.display().to_string(),
            source,
        }
    }

    /// A line that breaks its format.
    pub(crate) fn bad_line(line: u64, reason: impl ToString) -> Self {
        Self::Format(FormatError::BadLine {
            line,
            reason: reason.to_string(),
        })
    }
}

impl Fault for CourierError {
    fn kind(&self) -> Kind {
        match self {
            Self::Format(error) => error.kind(),
            Self::Key(error) => error.kind(),
            Self::Stick(error) => error.kind(),
            Self::Local { .. } => Kind::Disk,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::Format(error) => error.sentence(),
            Self::Key(error) => error.sentence(),
            Self::Stick(error) => error.sentence(),
            Self::Local { path, source } => {
                sentence!("courier-local", path = path, reason = source)
            }
        }
    }
}

const MEBIBYTE_BYTES: u64 = 1024 * 1024;

impl Fault for FormatError {
    fn kind(&self) -> Kind {
        match self {
            Self::TextTooLong { .. } => Kind::Input,
            Self::Truncated
            | Self::SignatureMissing
            | Self::SignatureInvalid
            | Self::SignedByAnother { .. }
            | Self::UnknownDevice { .. }
            | Self::OtherCommunity { .. }
            | Self::TrialIntoReal
            | Self::RealIntoTrial
            | Self::UnknownVersion { .. }
            | Self::UnknownSuite { .. }
            | Self::NotPingyi
            | Self::WrongPurpose { .. }
            | Self::DeviceMismatch { .. }
            | Self::NumberMismatch { .. }
            | Self::PackOlder { .. }
            | Self::TooLarge { .. }
            | Self::LineTooLong { .. }
            | Self::TooManyLines { .. }
            | Self::BadLine { .. }
            | Self::OutOfOrder { .. }
            | Self::RootMismatch
            | Self::Changed
            | Self::BadBatch { .. }
            | Self::CannotOpen
            | Self::NotASheet => Kind::Refused,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::Truncated => sentence!("courier-truncated"),
            Self::SignatureMissing => sentence!("courier-signature-missing"),
            Self::SignatureInvalid => sentence!("courier-signature-invalid"),
            Self::SignedByAnother { key_id } => {
                sentence!("courier-signed-by-another", key = key_id)
            }
            Self::UnknownDevice { device } => {
                sentence!("courier-unknown-device", device = device)
            }
            Self::OtherCommunity { given } => {
                sentence!("courier-other-community", given = given)
            }
            Self::TrialIntoReal => sentence!("courier-trial-into-real"),
            Self::RealIntoTrial => sentence!("courier-real-into-trial"),
            Self::UnknownVersion { version } => {
                sentence!("courier-unknown-version", version = version)
            }
            Self::UnknownSuite { suite } => sentence!("courier-unknown-suite", suite = suite),
            Self::NotPingyi => sentence!("courier-not-pingyi"),
            Self::WrongPurpose { .. } => sentence!("courier-wrong-purpose"),
            Self::DeviceMismatch { signed, found } => {
                sentence!("courier-device-mismatch", signed = signed, found = found)
            }
            Self::NumberMismatch { signed, found } => {
                sentence!("courier-number-mismatch", signed = signed, found = found)
            }
            Self::PackOlder { given, last } => {
                sentence!("courier-pack-older", given = given, last = last)
            }
            Self::TooLarge { limit_bytes } => {
                sentence!("courier-too-large", limit = limit_bytes / MEBIBYTE_BYTES)
            }
            Self::LineTooLong { line, .. } => {
                sentence!("courier-line-too-long", line = line)
            }
            Self::TooManyLines { .. } => sentence!("courier-too-many-lines"),
            Self::BadLine { line, .. } => sentence!("courier-bad-line", line = line),
            Self::OutOfOrder { line } => sentence!("courier-out-of-order", line = line),
            Self::RootMismatch => sentence!("courier-root-mismatch"),
            Self::Changed => sentence!("courier-changed"),
            Self::BadBatch { number, .. } => {
                sentence!("courier-bad-batch", number = number)
            }
            Self::TextTooLong {
                given_bytes,
                limit_bytes,
            } => sentence!(
                "courier-text-too-long",
                given = given_bytes,
                limit = limit_bytes
            ),
            Self::CannotOpen => sentence!("courier-cannot-open"),
            Self::NotASheet => sentence!("courier-not-a-sheet"),
        }
    }
}

impl Fault for KeyError {
    fn kind(&self) -> Kind {
        match self {
            Self::WrongPassphrase | Self::WrongRecovery => Kind::Secret,
            // Argon2 or scrypt found no memory.
            Self::Derivation => Kind::Disk,
            Self::BadSealingKey | Self::BadKey => Kind::Refused,
        }
    }

    fn sentence(&self) -> Sentence {
        Sentence::from(match self {
            Self::BadSealingKey => key!("courier-bad-sealing-key"),
            Self::Derivation => key!("courier-derivation"),
            Self::WrongPassphrase => key!("courier-wrong-passphrase"),
            Self::WrongRecovery => key!("courier-wrong-recovery"),
            Self::BadKey => key!("courier-bad-key"),
        })
    }
}

impl Fault for StickError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotThere { .. } => Kind::NotFound,
            Self::Full { .. }
            | Self::ReadOnly
            | Self::Damaged
            | Self::MountedReadOnly
            | Self::Vanished
            | Self::Interrupted { .. }
            | Self::Foreign { .. }
            | Self::NameTaken { .. }
            | Self::NameTooLong { .. } => Kind::Stick,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::Full { free_bytes } => {
                sentence!("courier-stick-full", free = free_bytes / MEBIBYTE_BYTES)
            }
            Self::ReadOnly => sentence!("courier-stick-read-only"),
            Self::Damaged => sentence!("courier-stick-damaged"),
            Self::MountedReadOnly => sentence!("courier-stick-mounted-read-only"),
            Self::Vanished => sentence!("courier-stick-vanished"),
            Self::Interrupted { .. } => sentence!("courier-stick-interrupted"),
            Self::Foreign { .. } => sentence!("courier-stick-foreign"),
            Self::NameTaken { name } => sentence!("courier-name-taken", name = name),
            Self::NameTooLong { name } => sentence!("courier-name-too-long", name = name),
            Self::NotThere { name } => sentence!("courier-not-there", name = name),
        }
    }
}
