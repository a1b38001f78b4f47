//! What speaks for the kiosk, and what it is speaking now.

use std::sync::Arc;

use crate::app::aloud::{Aloud, AloudError, AloudSettings, Piece, Reading};
use crate::fault::Fault as _;
use crate::ui::worker::{Poll, Work};
use crate::words::{Lang, Sentence, sentence};

/// A page being read. Dropping it ends the program that speaks.
struct Speech {
    reading: Arc<Reading>,
    work: Work<(), Result<(), AloudError>>,
}

impl Drop for Speech {
    fn drop(&mut self) {
        self.reading.end();
    }
}

/// What speaks for the kiosk.
pub(super) struct Speaker {
    aloud: Arc<Aloud>,
    speech: Option<Speech>,
    /// The next page drawn is read.
    asked: bool,
    /// Why the last one was not.
    trouble: Option<Sentence>,
}

impl Speaker {
    pub(super) fn new(settings: &AloudSettings) -> Self {
        Self {
            aloud: Arc::new(Aloud::new(settings)),
            speech: None,
            asked: false,
            trouble: None,
        }
    }

    /// Whether something is being read; none where nothing can be.
    pub(super) fn speaks(&self, lang: Lang) -> Option<bool> {
        self.aloud.speaks(lang).then_some(self.speech.is_some())
    }

    pub(super) fn toggle(&mut self) {
        self.asked = self.speech.take().is_none();
    }

    pub(super) fn hush(&mut self) {
        self.speech = None;
        self.asked = false;
    }

    pub(super) fn trouble_seen(&mut self) {
        self.trouble = None;
    }

    /// Takes in that a page was read to its end, or why it was not.
    pub(super) fn poll(&mut self) {
        let Some(speech) = &mut self.speech else {
            return;
        };
        let ended = match speech.work.poll(&mut |()| {}) {
            Poll::Waiting => return,
            Poll::Done(ended) => ended.map_err(|error| error.sentence()),
            Poll::Lost => Err(sentence!("kiosk-thread-lost")),
        };
        self.speech = None;
        self.trouble = ended.err();
    }

    /// Whether the page that is drawn now is to be read.
    pub(super) fn is_asked(&mut self) -> bool {
        std::mem::take(&mut self.asked)
    }

    /// Begins to read `pieces`.
    pub(super) fn read(&mut self, ctx: &egui::Context, lang: Lang, pieces: Vec<Piece>) {
        let (aloud, reading) = (Arc::clone(&self.aloud), Arc::<Reading>::default());
        let of_thread = Arc::clone(&reading);
        let work = Work::start("aloud", ctx, move |_| aloud.read(lang, &pieces, &of_thread));
        self.speech = Some(Speech { reading, work });
    }

    /// Why the last page was not read.
    pub(super) fn trouble(&self) -> Option<&Sentence> {
        self.trouble.as_ref()
    }
}
