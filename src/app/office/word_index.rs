//! Words of opinions, of their replies and of what was said since, opened: what is searched. At rest they are sealed, so this lies in memory, is filled from the open
//! cases on, and is wiped when the office is locked.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{Confidential, Office};
use crate::app::AppError;
use crate::domain::ids::CaseNumber;
use crate::record::CaseWords;

/// The words of each case, as they are searched.
#[derive(Default)]
pub(super) struct WordIndex(BTreeMap<CaseNumber, Known>);

struct Known {
    of: CaseWords,
    /// All that was said, in small letters.
    words: Zeroizing<String>,
}

/// In small letters, one after the other; a word that one ends with does not go on in the next.
fn small(parts: impl Iterator<Item = Confidential>) -> Zeroizing<String> {
    let mut words = Zeroizing::new(String::new());
    for part in parts {
        // At once as long as it will be: what is moved to a longer place leaves a copy behind.
        let mut whole = Zeroizing::new(String::with_capacity(words.len() + part.len() * 2 + 1));
        whole.push_str(&words);
        for small in part.chars().flat_map(char::to_lowercase) {
            whole.push(small);
        }
        whole.push('\n');
        words = whole;
    }
    words
}

impl WordIndex {
    /// Cases in which every one of these words stands, or in what is half-written to them.
    fn search(
        &self,
        sought: &[String],
        drafts: &BTreeMap<CaseNumber, Zeroizing<String>>,
    ) -> Vec<CaseNumber> {
        let stand = |number: &CaseNumber, known: &Known| {
            let draft = drafts.get(number);
            let stands = |word: &String| {
                known.words.contains(word) || draft.is_some_and(|draft| draft.contains(word))
            };
            sought.iter().all(stands)
        };
        let all = self.0.iter();
        let found = all.filter(|(number, known)| stand(number, known));
        found.map(|(number, _)| *number).collect()
    }
}

impl Office {
    /// Opens what is not known yet, or is another by now.
    fn fill_index(&self, index: &mut WordIndex) -> Result<(), AppError> {
        for of in self.record.case_words()? {
            if index.0.get(&of.number).is_some_and(|known| known.of == of) {
                continue;
            }
            // What is gone or changed is named by a recount; it is not found here.
            let parts = of.said.iter();
            let words = small(parts.filter_map(|(place, id)| self.words(place, id).ok()));
            index.0.insert(of.number, Known { of, words });
        }
        Ok(())
    }

    /// Cases in which every word of `text` stands, in what was written, in its reply or in what is half-written to it; none
    /// where there is no word in it.
    pub(super) fn cases_with(
        &self,
        text: &str,
        drafts: &BTreeMap<CaseNumber, Confidential>,
    ) -> Result<Option<Vec<CaseNumber>>, AppError> {
        let sought: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        if sought.is_empty() {
            return Ok(None);
        }
        let mut index = self.index.borrow_mut();
        self.fill_index(&mut index)?;
        let drafts = drafts.iter();
        let drafts = drafts
            .map(|(number, draft)| (*number, small(std::iter::once(draft.clone()))))
            .collect();
        Ok(Some(index.search(&sought, &drafts)))
    }
}
