//! At most a share of those evaluated may have a grade (优秀不超过三分之一).

use super::{Standing, both};
use crate::domain::exact::{Exact, exact};
use crate::domain::plan::{Formula, NamedGrade, Plan, SubjectKind};
use crate::words::text;

/// Holds the grades of all subjects of a round against the plan's limits: of those that reached a limited grade only the
/// first keep it, by score; whoever is as good as the last that is one too many does not, for no limit may be passed. The
/// others have the next grade. Where the scores do not say who is first, nobody above the limit has a grade by the vote.
///
/// What is open stays open: where an unknown grade or score could change who is first, nobody's limited grade is told.
pub fn limit(plan: &Plan, subjects: &mut [(SubjectKind, &mut Standing)]) {
    for rule in &plan.grading.limits {
        for kind in [
            SubjectKind::Person,
            SubjectKind::Body,
            SubjectKind::Facility,
            SubjectKind::Activity,
        ] {
            let all = plan.subjects.iter().filter(|one| one.kind == kind).count();
            let all = u64::try_from(all).unwrap_or_default();
            let most = (exact(all, 1_u8) * rule.share.value()).floor().to_integer();
            let most = usize::try_from(most).unwrap_or_default();
            let mut own: Vec<&mut Standing> = subjects
                .iter_mut()
                .filter(|(of, _)| *of == kind)
                .map(|(_, standing)| &mut **standing)
                .collect();
            let has = |standing: &Standing| {
                standing.grade.as_ref().map(|grade| &grade.id) == Some(&rule.grade)
            };
            // Nothing explained: the counts leave it open.
            let may_have = |standing: &&&mut Standing| {
                has(standing) || (standing.grade.is_none() && standing.explained.is_none())
            };
            if own.iter().filter(may_have).count() <= most {
                continue;
            }
            let is_open = own
                .iter()
                .any(|one| !has(one) && one.grade.is_none() && one.explained.is_none());
            let mut scores: Vec<Option<Exact>> = own
                .iter()
                .filter(|standing| has(standing))
                .map(|standing| standing.score.as_ref().map(|score| score.value().clone()))
                .collect();
            if scores.len() <= most && !is_open {
                continue;
            }
            scores.sort_unstable();
            scores.reverse();
            // The first that is one too many.
            let bar = scores.get(most).cloned().flatten();
            for standing in own.iter_mut().filter(|standing| has(standing)) {
                let value = standing.score.as_ref().map(|score| score.value().clone());
                let is_known = !is_open && bar.is_some() && !scores.contains(&None);
                let keeps = is_known && value > bar;
                if !keeps {
                    demote(plan, standing, most, is_known);
                }
            }
        }
    }
}

fn demote(plan: &Plan, standing: &mut Standing, most: usize, is_known: bool) {
    let Some(from) = standing.grade.take() else {
        return;
    };
    let next = next_below(plan, &from).filter(|_| is_known);
    let before = standing.explained.take();
    standing.explained = before.map(|before| {
        both(|lang| {
            let grade = from.name.get(lang);
            match &next {
                Some(next) => text!(
                    lang,
                    "domain-grade-limited",
                    before = before.get(lang),
                    grade = grade,
                    most = most,
                    next = next.name.get(lang)
                ),
                None => text!(
                    lang,
                    "domain-grade-limited-open",
                    before = before.get(lang),
                    grade = grade,
                    most = most
                ),
            }
        })
    });
    standing.grade = next;
}

fn next_below(plan: &Plan, grade: &NamedGrade) -> Option<NamedGrade> {
    let steps = match &plan.grading.formula {
        Formula::Rate { grades, .. } | Formula::WeightedScore { grades } => grades,
        Formula::Plurality { .. } | Formula::Vote(_) | Formula::CountsOnly => return None,
    };
    let place = steps.iter().position(|step| step.grade.id == grade.id)?;
    steps.get(place + 1).map(|step| step.grade.clone())
}
