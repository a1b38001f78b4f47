//! What is exchanged with other programs: the questions of a plan as an XLSForm.
//!
//! The crates that read and write workbooks come with the feature `xlsform`, for an office; a kiosk's build has neither.

mod ask;
mod error;
mod read;
mod table;
#[cfg(feature = "xlsform")]
mod workbook;
mod write;

pub use error::ExchangeError;

use crate::domain::plan::Plan;
use crate::words::Sentence;

/// An XLSForm made from a plan.
#[derive(Debug, Clone)]
pub struct FormFile {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// What of the plan a form cannot say, a sentence each.
    pub unsaid: Vec<Sentence>,
}

/// A plan drafted from an XLSForm.
#[derive(Debug, Clone)]
pub struct FormRead {
    /// The draft, `____` where something is to be filled in.
    pub toml: String,
    /// What of the form a plan cannot say, a sentence each.
    pub unsaid: Vec<Sentence>,
}

/// A page of a workbook, its cells as texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Page {
    name: String,
    rows: Vec<Vec<String>>,
}

/// The questions of a plan as an XLSForm (survey, choices, settings).
pub fn write_form(plan: &Plan) -> Result<FormFile, ExchangeError> {
    let (pages, unsaid) = write::pages(plan);
    let bytes = to_workbook(&pages)?;
    Ok(FormFile { bytes, unsaid })
}

/// A plan drafted from the questions of an XLSForm.
pub fn read_form(bytes: &[u8]) -> Result<FormRead, ExchangeError> {
    let pages = from_workbook(bytes)?;
    read::draft(&pages)
}

#[cfg(feature = "xlsform")]
use workbook::{from_workbook, to_workbook};

#[cfg(not(feature = "xlsform"))]
fn to_workbook(_: &[Page]) -> Result<Vec<u8>, ExchangeError> {
    Err(ExchangeError::NotBuiltIn)
}

#[cfg(not(feature = "xlsform"))]
fn from_workbook(_: &[u8]) -> Result<Vec<Page>, ExchangeError> {
    Err(ExchangeError::NotBuiltIn)
}

#[cfg(test)]
mod tests;
