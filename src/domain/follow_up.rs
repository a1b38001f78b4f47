//! 回访: what the holder of a receipt says of an answer, or adds to an opinion.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::case::{CaseCondition, CaseEvent, CaseNews, CaseStatus};
use super::ids::{Tag, VoiceKey, VoiceSignature};
use super::named::named;
use super::transition::{Machine as _, Refused};
use crate::words::{Sentence, key};

named!(
    /// How content the holder is with an answer.
    Satisfaction {
        /// 满意
        Satisfied = "satisfied",
        /// 基本满意
        Fairly = "fairly",
        /// 不满意
        Dissatisfied = "dissatisfied",
    }
);

named!(
    /// What became of a follow-up.
    FollowUpFate {
        /// Its grade counts: the first that a receipt gave of that answer.
        Rated = "rated",
        /// Its words were added.
        Added = "added",
        /// That answer was rated with the same receipt before: kept, and not counted again.
        Repeated = "repeated",
        /// The case is not here (yet): it waits for it.
        Waiting = "waiting",
        /// Staff asked, and wrote down what they heard.
        Heard = "heard",
    }
);

impl Satisfaction {
    /// Its name for people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Satisfied => key!("domain-satisfied"),
            Self::Fairly => key!("domain-satisfied-fairly"),
            Self::Dissatisfied => key!("domain-dissatisfied"),
        })
    }

    /// What it does to a case.
    fn event(self) -> CaseEvent {
        match self {
            Self::Satisfied | Self::Fairly => CaseEvent::RatedSatisfied,
            Self::Dissatisfied => CaseEvent::RatedDissatisfied,
        }
    }
}

impl FollowUpFate {
    /// For people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Rated => key!("domain-follow-up-rated"),
            Self::Added => key!("domain-follow-up-added"),
            Self::Repeated => key!("domain-follow-up-repeated"),
            Self::Waiting => key!("domain-follow-up-waiting"),
            Self::Heard => key!("domain-follow-up-heard"),
        })
    }
}

/// What a holder says: a grade, words, or both. Wiped from memory when dropped.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Said {
    /// How content they are with the answer, where they say so.
    #[zeroize(skip)]
    pub grade: Option<Satisfaction>,
    /// What they add; may be empty beside a grade.
    pub text: String,
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Said(…)")
    }
}

impl Said {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.grade.is_none() && self.text.trim().is_empty()
    }
}

/// A sheet of words that the holder of a receipt wrote later, signed with the receipt's third key. It travels among opinions.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// The receipt's voice, of which its tag is derived.
    #[zeroize(skip)]
    pub voice: VoiceKey,
    /// The answer that was read before: the first is 1; 0 where there was none.
    #[zeroize(skip)]
    pub reply: u32,
    /// How content the holder is with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[zeroize(skip)]
    pub grade: Option<Satisfaction>,
    /// What they add.
    pub text: String,
    /// By the voice, over community, tag and everything above.
    #[zeroize(skip)]
    pub signature: VoiceSignature,
}

impl std::fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FollowUp(…)")
    }
}

impl FollowUp {
    /// What the receipt is filed under.
    #[must_use]
    pub fn tag(&self) -> Tag {
        self.voice.tag()
    }
}

/// Where a case stands with its holder, as far as follow-ups go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Talk {
    /// Answers that were given: the last one's number.
    pub answers: u32,
    /// It was taken up again after an unhappy holder.
    pub reopened: bool,
    /// What the holder reads of what they said last.
    pub news: Option<CaseNews>,
}

/// What a follow-up does to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Where the case goes.
    pub status: CaseStatus,
    /// How it stands with its holder then.
    pub talk: Talk,
    /// What became of the follow-up.
    pub fate: FollowUpFate,
}

impl Heard {
    /// Whether the case is taken up again, and has a new term.
    #[must_use]
    pub fn is_again(&self, before: CaseStatus) -> bool {
        !before.is_open() && self.status.is_open()
    }
}

/// What is asked of a follow-up before it is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The answer that it is about.
    pub reply: u32,
    /// Its grade.
    pub grade: Option<Satisfaction>,
    /// Whether it has words.
    pub has_words: bool,
    /// The same receipt rated that answer before.
    pub is_rated: bool,
}

/// What a follow-up of the holder does to a case that stands at `status`. Nothing true is refused: what does not count is kept, and
/// words always say that there are words.
#[must_use]
pub fn hear(status: CaseStatus, talk: Talk, said: Asked) -> Heard {
    let is_known = (1..=talk.answers).contains(&said.reply);
    let counts = said.grade.filter(|_| is_known && !said.is_rated);
    let Some(grade) = counts else {
        let fate = match said.grade {
            Some(_) => FollowUpFate::Repeated,
            None => FollowUpFate::Added,
        };
        // A grade that is given again, and no word, says nothing new.
        return if said.has_words {
            add_words(status, talk, fate)
        } else {
            Heard { status, talk, fate }
        };
    };
    let rated = Heard {
        status,
        talk: Talk {
            news: Some(CaseNews::Rated),
            ..talk
        },
        fate: FollowUpFate::Rated,
    };
    if said.reply != talk.answers {
        // Of an answer after which there was another: counted, and nothing is done over.
        return Heard { talk, ..rated };
    }
    let first_time = |asked| asked == CaseCondition::FirstTime && !talk.reopened;
    let reopened = |status| Heard {
        status,
        talk: Talk {
            reopened: true,
            news: Some(CaseNews::Reopened),
            ..talk
        },
        ..rated
    };
    match (
        CaseStatus::step(Some(status), grade.event(), first_time),
        grade,
    ) {
        (Ok(step), Satisfaction::Dissatisfied) => reopened(step.to.unwrap_or(status)),
        (Ok(step), Satisfaction::Satisfied | Satisfaction::Fairly) => Heard {
            status: step.to.unwrap_or(status),
            ..rated
        },
        // It was under way when the days for it ended, or staff had heard better by telephone.
        (Err(Refused::NotFromHere { .. }), Satisfaction::Dissatisfied)
            if status == CaseStatus::Closed && !talk.reopened =>
        {
            let again = add_words(status, talk, FollowUpFate::Rated).status;
            reopened(again)
        }
        (Err(_), _) => rated,
    }
}

/// What staff heard does to a case: what the holder's own word would, and it stands in no way of that.
#[must_use]
pub fn hear_staff(status: CaseStatus, talk: Talk, grade: Satisfaction) -> Heard {
    let asked = Asked {
        reply: talk.answers,
        grade: Some(grade),
        has_words: false,
        is_rated: false,
    };
    Heard {
        fate: FollowUpFate::Heard,
        ..hear(status, talk, asked)
    }
}

fn add_words(status: CaseStatus, talk: Talk, fate: FollowUpFate) -> Heard {
    let step = CaseStatus::step(Some(status), CaseEvent::WordsAdded, |_| false);
    let to = step.ok().and_then(|step| step.to).unwrap_or(status);
    Heard {
        status: to,
        talk: Talk {
            news: Some(CaseNews::WordsReceived),
            ..talk
        },
        fate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWERED: Talk = Talk {
        answers: 1,
        reopened: false,
        news: None,
    };

    fn said(reply: u32, grade: Option<Satisfaction>, has_words: bool) -> Asked {
        Asked {
            reply,
            grade,
            has_words,
            is_rated: false,
        }
    }

    #[test]
    fn the_table_of_states_says_where_a_case_goes() {
        use CaseStatus::{Answered, Closed, InProgress};
        use Satisfaction::{Dissatisfied, Fairly, Satisfied};
        for grade in [Satisfied, Fairly] {
            let heard = hear(Answered, ANSWERED, said(1, Some(grade), true));
            assert_eq!(heard.status, Closed);
            assert_eq!(heard.fate, FollowUpFate::Rated);
            assert_eq!(heard.talk.news, Some(CaseNews::Rated));
        }
        let unhappy = hear(Answered, ANSWERED, said(1, Some(Dissatisfied), false));
        assert_eq!((unhappy.status, unhappy.talk.reopened), (InProgress, true));
        assert!(unhappy.is_again(Answered));
        // Once: the second time it stays as it is, and is counted.
        let again = Talk {
            answers: 2,
            ..unhappy.talk
        };
        let heard = hear(Answered, again, said(2, Some(Dissatisfied), false));
        assert_eq!((heard.status, heard.fate), (Answered, FollowUpFate::Rated));
        // One that was under way when the days ended is heard all the same.
        let late = hear(Closed, ANSWERED, said(1, Some(Dissatisfied), false));
        assert_eq!((late.status, late.talk.reopened), (InProgress, true));
        let late = hear(Closed, ANSWERED, said(1, Some(Satisfied), false));
        assert_eq!((late.status, late.fate), (Closed, FollowUpFate::Rated));
    }

    #[test]
    fn words_are_always_words_and_a_grade_counts_once() {
        for status in CaseStatus::ALL {
            let heard = hear(*status, ANSWERED, said(0, None, true));
            let to = if *status == CaseStatus::Closed {
                CaseStatus::InProgress
            } else {
                *status
            };
            assert_eq!((heard.status, heard.fate), (to, FollowUpFate::Added));
            assert_eq!(heard.talk.news, Some(CaseNews::WordsReceived));
            for has_words in [false, true] {
                let twice = Asked {
                    is_rated: true,
                    ..said(1, Some(Satisfaction::Dissatisfied), has_words)
                };
                let heard = hear(*status, ANSWERED, twice);
                assert_eq!(heard.fate, FollowUpFate::Repeated);
                assert_eq!(heard.status == *status, !has_words || to == *status);
            }
        }
        // Of an answer that this office does not know, or that another followed.
        let unknown = hear(
            CaseStatus::Answered,
            ANSWERED,
            said(2, Some(Satisfaction::Satisfied), false),
        );
        assert_eq!(unknown.fate, FollowUpFate::Repeated);
        let second = Talk {
            answers: 2,
            ..ANSWERED
        };
        let old = hear(
            CaseStatus::Answered,
            second,
            said(1, Some(Satisfaction::Dissatisfied), false),
        );
        assert_eq!(
            (old.status, old.fate),
            (CaseStatus::Answered, FollowUpFate::Rated)
        );
    }
}
