//! 渠道: by which way a card or an opinion came.

use super::named::named;
use crate::words::Sentence;

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
    /// Its name for people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::new(match self {
            Self::Kiosk => "domain-channel-kiosk",
            Self::Tablet => "domain-channel-tablet",
            Self::Paper => "domain-channel-paper",
            Self::Mailbox => "domain-channel-mailbox",
            Self::Meeting => "domain-channel-meeting",
            Self::Telephone => "domain-channel-telephone",
            Self::Visit => "domain-channel-visit",
            Self::Online => "domain-channel-online",
        })
    }
}
