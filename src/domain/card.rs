//! A card: what one resident submits, and the sheets it is taken apart into.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::ids::{
    CategoryId, ChoiceId, CriterionId, GroupId, PlanId, PlanRevision, ReplyKey, SlipTag, SubjectId,
    Tag, VoiceKey,
};

/// One answer. A skipped criterion has no answer at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A number on a scored scale.
    Score(u16),
    /// A choice of a named scale.
    Choice(ChoiceId),
}

/// The answers for one subject.
pub type Answers = BTreeMap<CriterionId, Answer>;

/// An opinion as the resident wrote it; wiped from memory when dropped, whom it is about included.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// Whom it is about, if the resident said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// What it is about, if the resident said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// What they wrote.
    pub text: String,
}

impl std::fmt::Debug for Opinion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What a resident wrote must not reach a log or a panic message.
        f.write_str("Opinion(…)")
    }
}

/// What one resident submits. Lives in memory only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The plan it answers.
    pub plan: PlanId,
    /// The plan's revision the resident saw.
    pub revision: PlanRevision,
    /// The voter group, where the plan has groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The voting slip it is handed in for, where the plan wants one. No sheet carries it: the box marks it as used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<SlipTag>,
    /// The answers for each subject rated.
    #[serde(default)]
    pub ratings: BTreeMap<SubjectId, Answers>,
    /// The opinion, if they wrote one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Card(…)")
    }
}

/// 评分页: the answers for one subject. No tag, no link to anything else of the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingSheet {
    /// The plan it answers.
    pub plan: PlanId,
    /// The plan's revision.
    pub revision: PlanRevision,
    /// Who or what was rated.
    pub subject: SubjectId,
    /// The voter group, where the plan has groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// At least one answer.
    pub answers: Answers,
}

/// 意见页: what was written, and where the reply goes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionSheet {
    /// The plan it was written under.
    pub plan: PlanId,
    /// What was written.
    pub opinion: Opinion,
    /// The receipt's tag and reply key; absent when the resident declined a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<ReplyTo>,
}

/// Where a reply goes: filed under a tag, sealed to a key, both derived from the receipt number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyTo {
    /// The status and the reply are filed under this.
    pub tag: Tag,
    /// The reply is sealed to this.
    pub key: ReplyKey,
    /// Whoever holds the receipt signs with this what they say later; `tag` is derived of it. No receipt of version 0.1 has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<VoiceKey>,
}

impl ReplyTo {
    /// Whether the tag is the voice's, where there is one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.voice.is_none_or(|voice| voice.tag() == self.tag)
    }
}

impl std::fmt::Debug for OpinionSheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpinionSheet(…)")
    }
}

impl Card {
    /// Whether anything was rated.
    #[must_use]
    pub fn has_ratings(&self) -> bool {
        self.ratings.values().any(|answers| !answers.is_empty())
    }

    /// Takes the card apart: one rating sheet a subject rated, and an opinion sheet if anything was
    /// written. `reply_to` goes on the opinion sheet only.
    #[must_use]
    pub fn into_sheets(
        self,
        reply_to: Option<ReplyTo>,
    ) -> (Vec<RatingSheet>, Option<OpinionSheet>) {
        let Self {
            plan,
            revision,
            group,
            slip: _,
            ratings,
            opinion,
        } = self;
        let rating_sheets = ratings
            .into_iter()
            .filter(|(_, answers)| !answers.is_empty())
            .map(|(subject, answers)| RatingSheet {
                plan: plan.clone(),
                revision,
                subject,
                group: group.clone(),
                answers,
            })
            .collect();
        let opinion_sheet = opinion
            .filter(|opinion| !opinion.text.trim().is_empty())
            .map(|opinion| OpinionSheet {
                plan,
                opinion,
                reply_to,
            });
        (rating_sheets, opinion_sheet)
    }
}

/// How many bytes an opinion takes before sealing, a receipt included whether one is wanted or not (so
/// that wanting one never makes a text too long). It fits when ≤ [`OPINION_PLAIN_BYTES`](super::batch::OPINION_PLAIN_BYTES).
#[must_use]
pub fn opinion_bytes(plan: &PlanId, opinion: &Opinion) -> usize {
    let sheet = OpinionSheet {
        plan: plan.clone(),
        opinion: opinion.clone(),
        reply_to: Some(ReplyTo {
            tag: Tag([0; 16]),
            key: ReplyKey([0; 32]),
            voice: Some(VoiceKey([0; 32])),
        }),
    };
    // Whether it serialises or not: what does not cannot be sealed.
    serde_json::to_vec(&sheet).map_or(usize::MAX, |json| Zeroizing::new(json).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(text: &str) -> Card {
        let card = r#"{"plan":"p","revision":1,"ratings":{"a":{"c":"good"},"b":{}},"opinion":{"text":"…"}}"#;
        serde_json::from_str(&card.replace('…', text)).unwrap()
    }

    #[test]
    fn only_what_was_answered_or_written_becomes_a_sheet() {
        let (ratings, opinion) = card("灯坏了").into_sheets(None);
        assert_eq!(ratings.len(), 1);
        assert_eq!(ratings[0].subject.as_str(), "a");
        assert_eq!(opinion.unwrap().opinion.text, "灯坏了");
        assert!(card("  ").into_sheets(None).1.is_none());
    }

    #[test]
    fn what_somebody_said_shows_in_no_panic_message() {
        let card = card("灯坏了");
        assert_eq!(format!("{card:?}"), "Card(…)");
        assert_eq!(format!("{:?}", card.opinion), "Some(Opinion(…))");
        let (_, sheet) = card.into_sheets(None);
        assert_eq!(format!("{sheet:?}"), "Some(OpinionSheet(…))");
    }

    #[test]
    fn an_opinion_is_wiped() {
        let mut opinion = card("灯坏了").opinion.unwrap();
        opinion.subject = SubjectId::new("a").ok();
        opinion.category = CategoryId::new("other").ok();
        opinion.zeroize();
        assert!(opinion == Opinion::default());
        // And when it is dropped; a test cannot look behind a drop, the type can promise it.
        is_wiped_when_dropped::<Opinion>();
    }

    fn is_wiped_when_dropped<T: ZeroizeOnDrop>() {}
}
