//! JSON Lines that are signed: bounded reading after the signature, hashed writing before it.

use std::io::{BufRead as _, BufReader, Read, Seek, SeekFrom, Write};

use sha2::{Digest as _, Sha256};

use super::error::CourierError;
use super::keys::PublicKey;
use super::sign::{Prehash, PrehashDigest, SignatureFile};
use crate::courier::error::FormatError;
use crate::domain::ids::RootHash;

/// What a file of one kind may be at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub file_bytes: u64,
    pub line_bytes: usize,
    pub lines: u64,
}

/// The footer: `{"root":"<64 hex>"}`.
const FOOTER_HEAD: &str = "{\"root\":\"";
const FOOTER_TAIL: &str = "\"}";
const FOOTER_BYTES: usize = 9 + 64 + 2;

/// A file whose signature has been verified, read line by line.
///
/// The signature is checked in a pass of its own, before the first line is looked at. A stick could
/// give other bytes the second time, so the second pass is hashed as well and compared at the end.
pub(super) struct SignedLines<R> {
    source: BufReader<R>,
    bounds: Bounds,
    signed: PrehashDigest,
    seen: Prehash,
    root: Sha256,
    line: Vec<u8>,
    number: u64,
    total_bytes: u64,
}

impl<R: Read + Seek> SignedLines<R> {
    /// Verifies the whole of `source`; `opening` is how the first line of its kind begins.
    pub(super) fn verify(
        mut source: R,
        signature: &SignatureFile,
        key: &PublicKey,
        bounds: Bounds,
        opening: &str,
    ) -> Result<Self, CourierError> {
        let mut ends = Ends::default();
        let (signed, total_bytes) = Prehash::of(
            &mut Watch {
                source: &mut source,
                ends: &mut ends,
            },
            bounds.file_bytes,
        )?;
        signature
            .verify_file(key, &signed)
            .map_err(|error| ends.explain(opening).unwrap_or(error))?;
        source
            .seek(SeekFrom::Start(0))
            .map_err(CourierError::stream)?;
        Ok(Self {
            source: BufReader::with_capacity(64 * 1024, source),
            bounds,
            signed,
            seen: Prehash::default(),
            root: Sha256::new(),
            line: Vec::new(),
            number: 0,
            total_bytes,
        })
    }

    /// How long the file is.
    pub(super) fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// The number of the current line, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The current line, without its line end.
    pub(super) fn line(&self) -> &[u8] {
        self.line.strip_suffix(b"\n").unwrap_or(&self.line)
    }

    /// Reads the next line. The file has to go on: its last line is the footer.
    pub(super) fn advance(&mut self) -> Result<(), CourierError> {
        if !self.read_line()? {
            return Err(CourierError::Format(FormatError::Truncated));
        }
        Ok(())
    }

    /// Counts the current line into the root.
    pub(super) fn keep(&mut self) {
        self.root.update(&self.line);
    }

    /// The current line as a footer's root, if it is one.
    pub(super) fn footer(&self) -> Option<RootHash> {
        let line = std::str::from_utf8(self.line()).ok()?;
        let hex = line.strip_prefix(FOOTER_HEAD)?.strip_suffix(FOOTER_TAIL)?;
        RootHash::try_from(hex.to_owned()).ok()
    }

    /// Checks the end: the footer's root, nothing behind it, and the same bytes as were signed.
    pub(super) fn finish(mut self, footer: RootHash) -> Result<RootHash, CourierError> {
        let root = std::mem::replace(&mut self.root, Sha256::new()).finalize();
        if self.read_line()? {
            return Err(CourierError::bad_line(self.number, "after the footer"));
        }
        if self.seen.finish() != self.signed {
            return Err(CourierError::Format(FormatError::Changed));
        }
        if footer.0 != <[u8; 32]>::from(root) {
            return Err(CourierError::Format(FormatError::RootMismatch));
        }
        Ok(footer)
    }

    fn read_line(&mut self) -> Result<bool, CourierError> {
        self.line.clear();
        let limit = self.bounds.line_bytes as u64 + 1;
        let count = (&mut self.source)
            .take(limit)
            .read_until(b'\n', &mut self.line)
            .map_err(CourierError::stream)?;
        if count == 0 {
            return Ok(false);
        }
        self.seen.update(&self.line);
        self.number += 1;
        if self.number > self.bounds.lines {
            return Err(CourierError::Format(FormatError::TooManyLines {
                limit: self.bounds.lines,
            }));
        }
        if self.line.ends_with(b"\n") {
            return Ok(true);
        }
        if self.line.len() > self.bounds.line_bytes {
            return Err(CourierError::Format(FormatError::LineTooLong {
                line: self.number,
                limit_bytes: self.bounds.line_bytes,
            }));
        }
        Err(CourierError::Format(FormatError::Truncated))
    }
}

/// The first and the last bytes of a file: enough to say how it was damaged.
#[derive(Default)]
struct Ends {
    first: Vec<u8>,
    last: Vec<u8>,
}

impl Ends {
    const KEPT: usize = FOOTER_BYTES + 1;

    fn take(&mut self, bytes: &[u8]) {
        let missing = Self::KEPT.saturating_sub(self.first.len());
        self.first.extend(bytes.iter().take(missing));
        let tail = bytes.len().saturating_sub(Self::KEPT);
        self.last.extend(bytes.iter().skip(tail));
        let surplus = self.last.len().saturating_sub(Self::KEPT);
        self.last.drain(..surplus);
    }

    /// A better word than “the signature does not fit”, where the bytes show one. Nothing is believed.
    fn explain(&self, opening: &str) -> Option<CourierError> {
        let seen = self.first.len().min(opening.len());
        if self.first.get(..seen) != opening.as_bytes().get(..seen) {
            return Some(CourierError::Format(FormatError::NotPingyi));
        }
        let whole = self.last.ends_with(b"\"}\n") && self.last.starts_with(FOOTER_HEAD.as_bytes());
        (!whole).then_some(CourierError::Format(FormatError::Truncated))
    }
}

struct Watch<'a, R> {
    source: &'a mut R,
    ends: &'a mut Ends,
}

impl<R: Read> Read for Watch<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.ends.take(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// What a writer has written: what is needed to sign it and to recognise it.
#[derive(Debug, Clone)]
pub(super) struct HashedEnd {
    pub root: RootHash,
    pub digest: PrehashDigest,
    pub byte_count: u64,
}

/// Writes lines and hashes them on the way.
pub(super) struct HashedLines<W> {
    out: W,
    root: Sha256,
    prehash: Prehash,
    byte_count: u64,
    line: Vec<u8>,
}

impl<W: Write> HashedLines<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            root: Sha256::new(),
            prehash: Prehash::default(),
            byte_count: 0,
            line: Vec::new(),
        }
    }

    /// Writes one line, given in pieces, and its line end.
    pub(super) fn line(&mut self, pieces: &[&[u8]]) -> Result<(), CourierError> {
        self.line.clear();
        for piece in pieces {
            self.line.extend_from_slice(piece);
        }
        self.line.push(b'\n');
        self.root.update(&self.line);
        self.emit()
    }

    /// Writes the footer and flushes.
    pub(super) fn finish(mut self) -> Result<HashedEnd, CourierError> {
        let root = std::mem::replace(&mut self.root, Sha256::new()).finalize();
        let root = RootHash(root.into());
        self.line.clear();
        self.line
            .extend_from_slice(format!("{FOOTER_HEAD}{root}{FOOTER_TAIL}\n").as_bytes());
        self.emit()?;
        self.out.flush().map_err(CourierError::stream)?;
        Ok(HashedEnd {
            root,
            digest: self.prehash.finish(),
            byte_count: self.byte_count,
        })
    }

    fn emit(&mut self) -> Result<(), CourierError> {
        self.prehash.update(&self.line);
        self.byte_count += self.line.len() as u64;
        self.out.write_all(&self.line).map_err(CourierError::stream)
    }
}
