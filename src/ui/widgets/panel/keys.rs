//! Which keys the fourth tab has: letters, digits, marks.

use crate::words::{self, Lang, key};

/// A page of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum KeysPage {
    /// Latin letters.
    Latin,
    /// Digits, and the words that follow them in an address.
    #[default]
    Digits,
    /// Punctuation.
    Marks,
}

impl KeysPage {
    /// Every page, in the order of their keys.
    pub const ALL: [Self; 3] = [Self::Digits, Self::Latin, Self::Marks];

    /// The key of the word that turns to this page.
    #[must_use]
    pub fn word(self) -> words::Key {
        match self {
            Self::Latin => key!("kiosk-widget-panel-latin"),
            Self::Digits => key!("kiosk-widget-panel-digits"),
            Self::Marks => key!("kiosk-widget-panel-marks"),
        }
    }

    /// The three rows of keys; the third row of letters has Shift before it.
    #[must_use]
    pub fn rows(self, lang: Lang) -> [&'static str; 3] {
        match (self, lang) {
            (Self::Latin, Lang::Zh) => ["qwertyuiop", "asdfghjkl", "zxcvbnm，。"],
            (Self::Latin, Lang::En) => ["qwertyuiop", "asdfghjkl", "zxcvbnm,."],
            (Self::Digits, Lang::Zh) => ["12345", "67890", "-号楼层室"],
            (Self::Digits, Lang::En) => ["12345", "67890", "-./:#"],
            (Self::Marks, Lang::Zh) => ["，。？！、；：…—～", "“”‘’（）《》【】", "·@#%&*+-=/"],
            (Self::Marks, Lang::En) => [".,?!;:'\"-…", "()[]<>@#_~", "$%&*+=/|^\\"],
        }
    }
}

/// Comma and full stop beside the candidates.
#[must_use]
pub(super) fn marks(lang: Lang) -> [char; 2] {
    match lang {
        Lang::Zh => ['，', '。'],
        Lang::En => [',', '.'],
    }
}
