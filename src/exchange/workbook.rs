//! Pages as an xlsx workbook and back.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::{ExchangeError, Page};

/// The largest file read: forms of hundreds of questions are a tenth of it, and what is packed into it opens to a bounded size.
const MOST_BYTES: usize = 512 * 1024;
/// The most cells read of a file.
const MOST_CELLS: usize = 100_000;
const MOST_ROWS: usize = 5_000;
const MOST_COLUMNS: usize = 200;
/// The longest text of a cell that is read, as Excel has it.
const MOST_CHARS: usize = 32_767;

pub(super) fn to_workbook(pages: &[Page]) -> Result<Vec<u8>, ExchangeError> {
    made(pages).map_err(|error| ExchangeError::Making(error.to_string()))
}

fn made(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same plan is the same file, whenever it is written.
    let day = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let head = Format::new().set_bold();
    for page in pages {
        let sheet = workbook.add_worksheet().set_name(&page.name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (row, cells) in (0..).zip(&page.rows) {
            for (column, cell) in (0..).zip(cells) {
                // As text, whatever it looks like: a name that begins with = is no formula.
                if row == 0 {
                    sheet.write_string_with_format(row, column, cell, &head)?;
                } else if !cell.is_empty() {
                    sheet.write_string(row, column, cell)?;
                }
            }
        }
    }
    workbook.save_to_buffer()
}

pub(super) fn from_workbook(bytes: &[u8]) -> Result<Vec<Page>, ExchangeError> {
    if bytes.len() > MOST_BYTES {
        let kib = MOST_BYTES / 1024;
        return Err(ExchangeError::TooLarge { kib });
    }
    // The reader is somebody else's; whatever a file does to it, the office goes on.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| {
        let reason = "the reader gave up".to_owned();
        Err(ExchangeError::NotWorkbook(reason))
    })
}

fn read(bytes: &[u8]) -> Result<Vec<Page>, ExchangeError> {
    let refuse = |error: calamine::XlsxError| ExchangeError::NotWorkbook(error.to_string());
    let too_long = || ExchangeError::TooManyCells { limit: MOST_CELLS };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(refuse)?;
    let mut pages = Vec::new();
    let mut count = 0;
    for name in workbook.sheet_names() {
        let mut page = Page {
            name: name.clone(),
            rows: Vec::new(),
        };
        // One cell after the other: a whole sheet at once is as large as its last cell says.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else {
            continue;
        };
        while let Some(cell) = cells.next_cell().map_err(refuse)? {
            let text = text(cell.get_value());
            if text.is_empty() {
                continue;
            }
            let (row, column) = cell.get_position();
            let place = usize::try_from(row).ok().zip(usize::try_from(column).ok());
            let (row, column) = place.ok_or_else(too_long)?;
            count += 1;
            if row >= MOST_ROWS || column >= MOST_COLUMNS || count > MOST_CELLS {
                return Err(too_long());
            }
            if page.rows.len() <= row {
                page.rows.resize(row + 1, Vec::new());
            }
            if let Some(line) = page.rows.get_mut(row) {
                if line.len() <= column {
                    line.resize(column + 1, String::new());
                }
                if let Some(place) = line.get_mut(column) {
                    *place = text;
                }
            }
        }
        pages.push(page);
    }
    Ok(pages)
}

/// What a cell shows; of a formula, what it came to last.
fn text(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is_so) => if *is_so { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(day) => day.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    text.trim().chars().take(MOST_CHARS).collect()
}
