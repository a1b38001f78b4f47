//! 渠道: by which way a card or an opinion came.

use super::named::named;
use crate::words::{Sentence, key};

named!(
    /// A way a card is given.
    Channel {
        /// A touchscreen in a lobby.
        Kiosk = "kiosk",
        /// A tablet handed over at the door.
        Tablet = "tablet",
        /// 问卷、评议表
        Paper = "paper",
        /// 意见箱
        Mailbox = "mailbox",
        /// 座谈会、居民大会
        Meeting = "meeting",
        /// 投诉电话
        Telephone = "telephone",
        /// 来访
        Visit = "visit",
        /// 线上: written in rules; this program takes none.
        Online = "online",
    }
);

impl Channel {
    /// The ways by which an opinion reaches the office without a device, and is registered there (登记一件).
    pub const BY_HAND: [Self; 5] = [
        Self::Paper,
        Self::Mailbox,
        Self::Meeting,
        Self::Telephone,
        Self::Visit,
    ];

    /// Its name for people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Kiosk => key!("domain-channel-kiosk"),
            Self::Tablet => key!("domain-channel-tablet"),
            Self::Paper => key!("domain-channel-paper"),
            Self::Mailbox => key!("domain-channel-mailbox"),
            Self::Meeting => key!("domain-channel-meeting"),
            Self::Telephone => key!("domain-channel-telephone"),
            Self::Visit => key!("domain-channel-visit"),
            Self::Online => key!("domain-channel-online"),
        })
    }
}
