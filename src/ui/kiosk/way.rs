//! The way through a card: from subject to subject, to the words, to the review, and back.

use super::screen::Screen;
use super::session::RatingForm;
use super::state::KioskUi;

impl KioskUi {
    /// Where the card begins: with whom is rated, or with the words where nothing is asked.
    pub(super) fn first_question(&mut self) {
        if !self.asks() {
            self.go(Screen::Opinion);
        } else if self.subjects() > 1 && !self.goes_in_turn() {
            self.go(Screen::Subjects);
        } else {
            self.rate(0);
        }
    }

    /// From a subject's last page: to the next one, or to the list, or onwards.
    pub(super) fn rating_done(&mut self) {
        let place = &self.session.rating;
        let (next, at_once) = (place.subject + 1, place.first == 0);
        let subjects = self.subjects();
        if let Some(draft) = self.session.draft_mut() {
            draft.seen_at_once = at_once && subjects == 1;
        }
        if subjects > 1 && !self.goes_in_turn() {
            self.go(Screen::Subjects);
        } else if self.session.editing || next >= subjects {
            self.after_rating();
        } else {
            self.rate(next);
        }
    }

    pub(super) fn rate(&mut self, subject: usize) {
        self.session.rating = RatingForm {
            subject,
            ..Default::default()
        };
        self.go(Screen::Rating);
    }

    /// To the words, where the plan takes any. A vote of several pages is seen whole instead, with a door to the words.
    pub(super) fn after_rating(&mut self) {
        if self.has_words_page() && !self.session.editing {
            self.go(Screen::Opinion);
        } else {
            self.show_review();
        }
    }

    pub(super) fn goes_in_turn(&self) -> bool {
        self.session
            .draft()
            .is_some_and(super::draft::Draft::goes_in_turn)
    }

    /// Whether the page of the words stands between what is asked and the review.
    fn has_words_page(&self) -> bool {
        self.session.draft().is_some_and(|draft| {
            let is_seen = draft.seen_at_once || !draft.plan().is_entitled();
            draft.plan().opinion.is_some() && (is_seen || draft.rated() == 0)
        })
    }

    /// One step back from the review.
    pub(super) fn before_review(&mut self) {
        if self.has_words_page() {
            self.go(Screen::Opinion);
        } else {
            self.last_rating();
        }
    }

    /// The page before the one of this subject: that of the one before it, its last where it has several.
    pub(super) fn before_rating(&mut self) {
        match self.session.rating.subject.checked_sub(1) {
            Some(before) if self.goes_in_turn() => {
                self.rate(before);
                self.session.rating.first = usize::MAX;
            }
            Some(_) | None => self.go(Screen::Promise),
        }
    }

    /// The last page of what is asked, or the list.
    pub(super) fn last_rating(&mut self) {
        let subjects = self.subjects();
        if subjects > 1 && !self.goes_in_turn() {
            self.go(Screen::Subjects);
        } else {
            self.rate(subjects.saturating_sub(1));
            self.session.rating.first = usize::MAX;
        }
    }

    pub(super) fn show_review(&mut self) {
        self.session.editing = false;
        self.session.page = 0;
        self.go(Screen::Review);
    }

    pub(super) fn asks(&self) -> bool {
        let draft = self.session.draft();
        draft.is_some_and(|draft| draft.plan().asks())
    }

    pub(super) fn subjects(&self) -> usize {
        self.session
            .draft()
            .map_or(0, |draft| draft.plan().subjects.len())
    }
}
