//! Which keys each mode of the panel has.

use crate::words::Lang;

/// A way of writing, chosen by a tab above the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Mode {
    /// Latin letters.
    #[default]
    Latin,
    /// Digits, and the words that follow them in an address.
    Digits,
    /// Punctuation.
    Marks,
}

impl Mode {
    /// Every mode, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Latin, Self::Digits, Self::Marks];

    /// The key of the tab's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Latin => "kiosk-widget-panel-latin",
            Self::Digits => "kiosk-widget-panel-digits",
            Self::Marks => "kiosk-widget-panel-marks",
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

    /// The key beside the space bar.
    #[must_use]
    pub fn beside_space(lang: Lang) -> char {
        match lang {
            Lang::Zh => '？',
            Lang::En => '?',
        }
    }
}
