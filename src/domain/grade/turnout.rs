//! Whether a result stands: enough took part, and no more was collected than was given out.

use super::both;
use crate::domain::exact::{Exact, Threshold, exact};
use crate::domain::plan::{Plan, Quorum, QuorumOf, Sample, Text};
use crate::words::{self, Key, Lang, key, text};

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
    /// Of one way alone more came back than was given out.
    pub surplus: Option<Surplus>,
    /// 走访户数
    pub households: Option<u64>,
    /// Of these, households of ordinary residents.
    pub ordinary: Option<u64>,
    /// Cards about the subject.
    pub raters: Option<u64>,
}

/// More that came back than was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surplus {
    /// 收回
    pub collected: u64,
    /// 发出
    pub issued: u64,
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
    let whole = turnout.issued.zip(turnout.collected);
    let whole = whole.map(|(issued, collected)| Surplus { collected, issued });
    let surplus = whole.filter(|it| it.collected > it.issued);
    // What is too few of one way does not make up for what is too many of another.
    if let Some(Surplus { collected, issued }) = surplus.or(turnout.surplus)
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
    let of_quorum = plan.quorum.as_ref();
    let of_quorum = of_quorum.map_or(Stand::Stands(None), |quorum| quorum_met(quorum, turnout));
    let of_sample = plan.rules.sample.as_ref();
    match of_sample.map_or(Stand::Stands(None), |sample| sample_met(sample, turnout)) {
        Stand::Stands(Some(sample)) => beside(sample, of_quorum),
        Stand::Stands(None) => of_quorum,
        missed @ (Stand::NoQuorum(_) | Stand::Void(_) | Stand::Open(_)) => missed,
    }
}

/// The sum of the sample before that of the quorum.
fn beside(sample: Text, of_quorum: Stand) -> Stand {
    let join = |quorum: &Text| {
        both(|lang| {
            text!(
                lang,
                "domain-grade-sample-beside",
                sample = sample.get(lang),
                quorum = quorum.get(lang)
            )
        })
    };
    match of_quorum {
        Stand::Stands(None) => Stand::Stands(Some(sample)),
        Stand::Stands(Some(quorum)) => Stand::Stands(Some(join(&quorum))),
        missed @ (Stand::NoQuorum(_) | Stand::Void(_) | Stand::Open(_)) => missed,
    }
}

/// Whether enough households were asked, and enough of them are of ordinary residents.
fn sample_met(sample: &Sample, turnout: &Turnout) -> Stand {
    let (households, ordinary) = (
        key!("domain-attendance-households"),
        key!("domain-attendance-ordinary"),
    );
    let missing = |what: Key| missing(|lang| words::text(lang, what));
    let Some(asked) = turnout.households else {
        return missing(households);
    };
    let wanted = u64::from(sample.households);
    let is_enough = asked >= wanted;
    let mut is_met = is_enough;
    let mut sum = format!("{asked} {} {wanted}", if is_enough { "≥" } else { "<" });
    if let Some(share) = sample.least_share.as_ref().filter(|_| is_enough) {
        let Some(of_them) = turnout.ordinary else {
            return missing(ordinary);
        };
        let needs = Threshold::at_least(share.clone());
        is_met = asked > 0 && needs.is_met_by(&exact(of_them, asked));
        let sign = sign(&needs, is_met);
        sum = format!("{sum}; {of_them} ÷ {asked} {sign} {share}");
    }
    judged(is_met, |lang| {
        format!("{} {sum}", words::text(lang, households))
    })
}

/// A figure that has to be known is not.
fn missing(what: impl Fn(Lang) -> String) -> Stand {
    Stand::Open(both(|lang| {
        text!(lang, "domain-grade-figure-missing", what = what(lang))
    }))
}

fn sign(needs: &Threshold, is_met: bool) -> &'static str {
    if is_met {
        needs.sign_met()
    } else {
        needs.sign_missed()
    }
}

/// Whether it stands, with its sum.
fn judged(is_met: bool, sum: impl Fn(Lang) -> String) -> Stand {
    let told = both(|lang| {
        if is_met {
            text!(lang, "domain-grade-quorum-met", sum = sum(lang))
        } else {
            text!(lang, "domain-grade-quorum-missed", sum = sum(lang))
        }
    });
    if is_met {
        Stand::Stands(Some(told))
    } else {
        Stand::NoQuorum(told)
    }
}

fn quorum_met(quorum: &Quorum, turnout: &Turnout) -> Stand {
    let (part, whole) = match quorum.of {
        QuorumOf::Present => (turnout.present, turnout.entitled),
        QuorumOf::Slips => (turnout.collected, turnout.issued),
        QuorumOf::Raters => (turnout.raters, turnout.entitled),
    };
    let is_share = quorum.needs.figure.is_share();
    let open = || missing(|lang| name(quorum.of, lang));
    let Some(part) = part else { return open() };
    let (reached, sum): (Exact, String) = match whole {
        Some(whole) if is_share && whole > 0 => (exact(part, whole), format!("{part} ÷ {whole}")),
        Some(_) | None if is_share => return open(),
        Some(_) | None => (exact(part, 1_u8), part.to_string()),
    };
    let is_met = quorum.needs.is_met_by(&reached);
    let sign = sign(&quorum.needs, is_met);
    judged(is_met, |lang| {
        format!(
            "{} {sum} {sign} {}",
            name(quorum.of, lang),
            quorum.needs.figure
        )
    })
}

fn name(of: QuorumOf, lang: Lang) -> String {
    match of {
        QuorumOf::Present => text!(lang, "domain-grade-of-present"),
        QuorumOf::Slips => text!(lang, "domain-grade-of-slips"),
        QuorumOf::Raters => text!(lang, "domain-grade-of-raters"),
    }
}
