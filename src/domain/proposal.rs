//! 提案: what is noted of a proposal that is voted on, from whoever puts it forward to what became of it (S5, S7). A proposal is a
//! subject of its plan; all that is noted of it are the office's own words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::named::named;
use super::round_status::RoundStatus;
use crate::words::{Sentence, key};

/// One thing noted of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ProposalNote {
    /// 提出
    Put {
        /// By whom, as the minutes name them.
        by: String,
        /// By word of mouth.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        spoken: bool,
        /// How much money it asks for, in fen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount_fen: Option<u64>,
    },
    /// 讨论: what was said.
    Discussed {
        /// In short.
        text: String,
    },
    /// 少数意见: the reasons of those who were outvoted.
    Minority {
        /// In short, or that there are none.
        text: String,
    },
    /// 交办: who carries it out, and by when.
    Handed {
        /// To whom.
        to: String,
        /// The last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<NaiveDate>,
    },
    /// 执行情况
    Executed {
        /// What was done.
        text: String,
    },
}

named!(
    /// What kind of thing is noted of a proposal.
    ProposalStep {
        /// 提出
        Put = "put",
        /// 讨论
        Discussed = "discussed",
        /// 少数意见
        Minority = "minority",
        /// 交办
        Handed = "handed",
        /// 执行
        Executed = "executed",
    }
);

impl ProposalStep {
    /// As the clerk reads it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Put => key!("domain-proposal-put"),
            Self::Discussed => key!("domain-proposal-discussed"),
            Self::Minority => key!("domain-proposal-minority"),
            Self::Handed => key!("domain-proposal-handed"),
            Self::Executed => key!("domain-proposal-executed"),
        })
    }

    /// Whether it is noted while its round stands there: what was said before the vote is noted before the count, whoever was
    /// outvoted before the result hangs, and what becomes of it afterwards.
    #[must_use]
    pub fn is_noted_while(self, status: RoundStatus) -> bool {
        let statuses: &[RoundStatus] = match self {
            Self::Put | Self::Discussed => &[
                RoundStatus::Announced,
                RoundStatus::Open,
                RoundStatus::Closed,
            ],
            Self::Minority => &[RoundStatus::Counted, RoundStatus::Decided],
            Self::Handed => &[RoundStatus::Decided, RoundStatus::Posted],
            Self::Executed => &[RoundStatus::Posted, RoundStatus::Settled],
        };
        statuses.contains(&status)
    }
}

impl ProposalNote {
    /// Of which kind it is.
    #[must_use]
    pub fn step(&self) -> ProposalStep {
        match self {
            Self::Put { .. } => ProposalStep::Put,
            Self::Discussed { .. } => ProposalStep::Discussed,
            Self::Minority { .. } => ProposalStep::Minority,
            Self::Handed { .. } => ProposalStep::Handed,
            Self::Executed { .. } => ProposalStep::Executed,
        }
    }

    /// The words of it.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Put { by, .. } => by,
            Self::Discussed { text } | Self::Minority { text } | Self::Executed { text } => text,
            Self::Handed { to, .. } => to,
        }
    }
}

/// An amount of money in yuan, as people write it: two decimals where there are fen.
#[must_use]
pub fn yuan(fen: u64) -> String {
    match (fen / 100, fen % 100) {
        (yuan, 0) => yuan.to_string(),
        (yuan, fen) => format!("{yuan}.{fen:02}"),
    }
}

/// An amount in yuan with at most two decimals, as fen; none where it is none, or too much to be one.
#[must_use]
pub fn parse_yuan(typed: &str) -> Option<u64> {
    let typed = typed.trim();
    let (yuan, fen) = typed.split_once('.').unwrap_or((typed, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|one| one.is_ascii_digit());
    if !digits(yuan) || !digits(fen) || fen.len() > 2 {
        return None;
    }
    let tenth = if fen.len() == 1 { 10 } else { 1 };
    let (yuan, fen): (u64, u64) = (yuan.parse().ok()?, fen.parse().ok()?);
    yuan.checked_mul(100)?.checked_add(fen * tenth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_as_it_is_read() {
        for (typed, fen) in [
            ("32000", Some(3_200_000)),
            (" 12.5 ", Some(1_250)),
            ("0.05", Some(5)),
            ("12.50", Some(1_250)),
            ("", None),
            (".5", None),
            ("1.234", None),
            ("-3", None),
            ("3,000", None),
            ("三万", None),
            ("１２", None),
            ("999999999999999999999", None),
            ("184467440737095516.16", None),
        ] {
            assert_eq!(parse_yuan(typed), fen, "{typed}");
            if let Some(fen) = fen {
                assert_eq!(parse_yuan(&yuan(fen)), Some(fen));
            }
        }
    }

    #[test]
    fn each_thing_has_its_time() {
        let said = |status: RoundStatus| {
            let all = ProposalStep::ALL.iter();
            let noted = all.filter(|step| step.is_noted_while(status));
            noted.map(|step| step.name()).collect::<Vec<_>>().join(" ")
        };
        let table: Vec<(&str, String)> = RoundStatus::ALL
            .iter()
            .map(|status| (status.name(), said(*status)))
            .collect();
        let expected = [
            ("announced", "put discussed"),
            ("cancelled", ""),
            ("open", "put discussed"),
            ("closed", "put discussed"),
            ("counted", "minority"),
            ("void", ""),
            ("no-quorum", ""),
            ("decided", "minority handed"),
            ("posted", "handed executed"),
            ("settled", "executed"),
            ("archived", ""),
        ];
        let expected = expected.map(|(status, noted)| (status, noted.to_owned()));
        assert_eq!(table, expected);
    }
}
