//! What can go wrong with a record that lives in a PostgreSQL server.

use thiserror::Error;

use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// What can go wrong with the server of a record, and what to tell the clerk.
#[derive(Debug, Error)]
pub enum ServerError {
    /// This program was built without the feature `postgres`.
    #[error("this program was built without PostgreSQL")]
    NotBuiltIn,
    /// The address does not read as one.
    #[error("the record's address does not read: {reason}")]
    BadAddress {
        /// What the reader said.
        reason: String,
    },
    /// The address leads to another computer.
    #[error("the record's address leads to another computer ({host})")]
    NotLocal {
        /// Where it leads.
        host: String,
    },
    /// Nobody answers, or the server lets nobody in.
    #[error("the record's server cannot be reached: {reason}")]
    Unreachable {
        /// What the client said.
        reason: String,
    },
    /// The database does not keep texts as UTF-8.
    #[error("the record's database keeps texts as {encoding}")]
    Encoding {
        /// As what it keeps them.
        encoding: String,
    },
    /// There is no record of this community.
    #[error("the database holds no record of this community")]
    NoRecord,
    /// Another program has this community's record open.
    #[error("another program has this record open")]
    InUse,
    /// The server refused a statement.
    #[error("the record's server refused a statement: {reason}")]
    Refused {
        /// What it said.
        reason: String,
    },
}

impl Fault for ServerError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotBuiltIn
            | Self::BadAddress { .. }
            | Self::NotLocal { .. }
            | Self::Encoding { .. } => Kind::Settings,
            Self::Unreachable { .. } | Self::InUse => Kind::NotNow,
            Self::NoRecord | Self::Refused { .. } => Kind::Store,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::NotBuiltIn => sentence!("record-server-not-built-in"),
            Self::BadAddress { reason } => {
                sentence!("record-server-bad-address", reason = reason)
            }
            Self::NotLocal { host } => sentence!("record-server-not-local", host = host),
            Self::Unreachable { reason } => {
                sentence!("record-server-unreachable", reason = reason)
            }
            Self::Encoding { encoding } => {
                sentence!("record-server-encoding", encoding = encoding)
            }
            Self::NoRecord => sentence!("record-server-no-record"),
            Self::InUse => sentence!("record-server-in-use"),
            Self::Refused { reason } => {
                sentence!("record-server-refused", reason = reason)
            }
        }
    }
}
