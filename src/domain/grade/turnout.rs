//! Whether a result stands: enough took part, and no more was collected than was given out.

use super::both;
use crate::domain::exact::{Exact, exact};
use crate::domain::plan::{Plan, Quorum, QuorumOf, Text};
use crate::words::{Lang, text};

/// How many could take part, and did. None is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnout {
    /// 应到
    pub entitled: Option<u64>,
    /// 实到
    pub present: Option<u64>,
    /// 发出
    pub issued: Option<u64>,
    /// 收回
    pub collected: Option<u64>,
    /// Cards about the subject.
    pub raters: Option<u64>,
}

/// Whether a result stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// 成立. With the sum behind it, where the plan has a quorum.
    Stands(Option<Text>),
    /// 不成立: too few took part.
    NoQuorum(Text),
    /// 无效: more collected than given out.
    Void(Text),
    /// A figure that decides it is not known yet.
    Open(Text),
}

/// Whether the result of a round stands, by the plan's own rule.
#[must_use]
pub fn stand(plan: &Plan, turnout: &Turnout) -> Stand {
    let surplus_is_void = plan
        .rules
        .validity
        .as_ref()
        .is_none_or(|validity| validity.surplus_void);
    if let (Some(issued), Some(collected)) = (turnout.issued, turnout.collected)
        && collected > issued
        && surplus_is_void
    {
        return Stand::Void(both(|lang| {
            text!(
                lang,
                "domain-grade-void",
                collected = collected,
                issued = issued
            )
        }));
    }
    match &plan.quorum {
        Some(quorum) => quorum_met(quorum, turnout),
        None => Stand::Stands(None),
    }
}

fn quorum_met(quorum: &Quorum, turnout: &Turnout) -> Stand {
    let (part, whole) = match quorum.of {
        QuorumOf::Present => (turnout.present, turnout.entitled),
        QuorumOf::Slips => (turnout.collected, turnout.issued),
        QuorumOf::Raters => (turnout.raters, turnout.entitled),
    };
    let is_share = quorum.needs.figure.is_share();
    let open = || {
        Stand::Open(both(|lang| {
            text!(
                lang,
                "domain-grade-figure-missing",
                what = name(quorum.of, lang)
            )
        }))
    };
    let Some(part) = part else { return open() };
    let (reached, sum): (Exact, String) = match whole {
        Some(whole) if is_share && whole > 0 => (exact(part, whole), format!("{part} ÷ {whole}")),
        Some(_) | None if is_share => return open(),
        Some(_) | None => (exact(part, 1_u8), part.to_string()),
    };
    let is_met = quorum.needs.is_met_by(&reached);
    let sign = if is_met {
        quorum.needs.sign_met()
    } else {
        quorum.needs.sign_missed()
    };
    let told = both(|lang| {
        let sum = format!(
            "{} {sum} {sign} {}",
            name(quorum.of, lang),
            quorum.needs.figure
        );
        if is_met {
            text!(lang, "domain-grade-quorum-met", sum = sum)
        } else {
            text!(lang, "domain-grade-quorum-missed", sum = sum)
        }
    });
    if is_met {
        Stand::Stands(Some(told))
    } else {
        Stand::NoQuorum(told)
    }
}

fn name(of: QuorumOf, lang: Lang) -> String {
    match of {
        QuorumOf::Present => text!(lang, "domain-grade-of-present"),
        QuorumOf::Slips => text!(lang, "domain-grade-of-slips"),
        QuorumOf::Raters => text!(lang, "domain-grade-of-raters"),
    }
}
