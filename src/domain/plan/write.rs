//! Writes a plan as TOML: what [`Plan::read`] reads back is the same plan.

use std::fmt::Write as _;

use super::grading::{Formula, NamedGrade, Tie};
use super::rules::{Rules, StageKind};
use super::{Cadence, Criterion, Plan, ScaleKind, SubjectKind, Text, Voters};
use crate::domain::exact::{BLANK, Figure, Threshold};
use crate::domain::ids::GradeId;

impl Plan {
    /// The plan as a TOML text, every key in the order of `assets/plans/LANGUAGE.md`. Comments and the order of a text that
    /// it was read from are not kept.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut w = Writer::default();
        head(&mut w, self);
        around(&mut w, self);
        questions(&mut w, self);
        grading(&mut w, self);
        afterwards(&mut w, self);
        w.0
    }
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn pair(&mut self, key: &str, value: impl std::fmt::Display) {
        // Writing into a string cannot fail.
        let _infallible = writeln!(self.0, "{key} = {value}");
    }

    fn section(&mut self, name: &str) {
        let _infallible = writeln!(self.0, "\n[{name}]");
    }

    fn item(&mut self, name: &str) {
        let _infallible = writeln!(self.0, "\n[[{name}]]");
    }

    fn text(&mut self, key: &str, text: &Text) {
        self.pair(key, inline(text));
    }

    fn some_text(&mut self, key: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn some<T: std::fmt::Display>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.pair(key, value);
        }
    }

    fn texts(&mut self, key: &str, texts: &[Text]) {
        if !texts.is_empty() {
            self.pair(key, list(texts.iter().map(inline)));
        }
    }

    /// A list of names; nothing where there are none.
    fn names<T: ToString>(&mut self, key: &str, names: &[T]) {
        if !names.is_empty() {
            self.pair(
                key,
                list(names.iter().map(|name| quoted(&name.to_string()))),
            );
        }
    }

    fn yes(&mut self, key: &str, is_so: bool) {
        if is_so {
            self.pair(key, true);
        }
    }

    fn needs(&mut self, needs: &Threshold) {
        let (key, value) = threshold(needs);
        self.pair(key, value);
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(", "))
}

fn inline(text: &Text) -> String {
    if text.en.is_empty() {
        quoted(&text.zh)
    } else {
        format!("{{ zh = {}, en = {} }}", quoted(&text.zh), quoted(&text.en))
    }
}

/// A TOML string with its escapes.
fn quoted(text: &str) -> String {
    let mut all = String::from("\"");
    for ch in text.chars() {
        match ch {
            '"' => all.push_str("\\\""),
            '\\' => all.push_str("\\\\"),
            '\n' => all.push_str("\\n"),
            '\t' => all.push_str("\\t"),
            ch if ch.is_control() => {
                let _infallible = write!(all, "\\u{:04X}", u32::from(ch));
            }
            ch => all.push(ch),
        }
    }
    all.push('"');
    all
}

fn figure(figure: &Figure) -> String {
    if figure.is_blank() || figure.is_share() {
        quoted(&figure.to_string())
    } else {
        figure.to_string()
    }
}

fn threshold(needs: &Threshold) -> (&'static str, String) {
    let key = if needs.is_strict {
        "more_than"
    } else {
        "at_least"
    };
    (key, figure(&needs.figure))
}

fn kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Person => "person",
        SubjectKind::Body => "body",
        SubjectKind::Facility => "facility",
        SubjectKind::Activity => "activity",
    }
}

fn head(w: &mut Writer, plan: &Plan) {
    w.pair("format", quoted("pingyi-plan"));
    w.pair("version", 1);
    w.pair("id", quoted(plan.id.as_str()));
    w.pair("revision", plan.revision);
    w.text("title", &plan.title);
    w.text("summary", &plan.summary);
    w.pair("source", quoted(&plan.source));
    w.texts("areas", &plan.rules.areas);
    let voters = match &plan.voters {
        Voters::Open => "open",
        Voters::BySlip => "slip",
        Voters::Groups(_) => "groups",
    };
    w.pair("voters", quoted(voters));
    let cadence = match &plan.cadence {
        Cadence::Always => "always",
        Cadence::Yearly => "yearly",
        Cadence::HalfYearly => "half-yearly",
        Cadence::Quarterly => "quarterly",
        Cadence::Months(months) if months == &[true; 12] => "monthly",
        Cadence::Months(_) => "months",
        Cadence::Once => "once",
        Cadence::Term => "term",
        Cadence::Called => "called",
    };
    w.pair("cadence", quoted(cadence));
    if let Cadence::Months(months) = &plan.cadence
        && cadence == "months"
    {
        let named = (1..).zip(months).filter(|(_, runs)| **runs);
        w.pair(
            "months",
            list(named.map(|(month, _): (u32, _)| month.to_string())),
        );
    }
    w.some("opens", plan.opens);
    w.some("closes", plan.closes);
    let is_single = matches!(plan.cadence, Cadence::Once | Cadence::Term);
    if is_single && plan.closes.is_none() {
        w.pair("closes", quoted(BLANK));
    }
    w.pair("smallest_crowd", plan.smallest_crowd);
    w.pair("skip_allowed", plan.skip_allowed);
    w.yes("unscheduled", plan.rules.unscheduled);
    w.some_text("called_by", plan.rules.called_by.as_ref());
    let channels: Vec<&str> = plan.rules.channels.iter().map(|one| one.name()).collect();
    w.names("channels", &channels);
    w.some(
        "seats_per_neighbourhood",
        plan.rules.seats_per_neighbourhood.map(seats),
    );
    if let Some(quorum) = &plan.quorum {
        let (key, value) = threshold(&quorum.needs);
        let of = quoted(quorum.of.name());
        w.pair("quorum", format!("{{ of = {of}, {key} = {value} }}"));
    }
}

fn seats((least, most): (u32, u32)) -> String {
    format!("[{least}, {most}]")
}

fn around(w: &mut Writer, plan: &Plan) {
    let rules = &plan.rules;
    if let Some(organiser) = &rules.organiser {
        w.section("organiser");
        w.text("body", &organiser.body);
        w.some_text("chair", organiser.chair.as_ref());
        w.texts("tellers", &organiser.tellers);
        w.some_text("overseer", organiser.overseer.as_ref());
    }
    for body in &rules.entitled {
        w.item("entitled");
        w.text("name", &body.name);
        w.some("number", body.number);
        w.pair("votes", body.votes);
        w.some("seats", body.seats.map(seats));
    }
    if let Voters::Groups(groups) = &plan.voters {
        for group in groups {
            w.item("group");
            w.pair("id", quoted(group.id.as_str()));
            w.text("name", &group.name);
            w.some("weight_percent", group.weight_percent);
            w.names("rates", &group.rates);
        }
    }
    if let Some(validity) = &rules.validity {
        let word = |is_so, yes, no| quoted(if is_so { yes } else { no });
        w.section("valid");
        w.pair("blank", word(validity.blank_abstains, "abstains", "void"));
        w.pair("all_alike", word(validity.all_alike_void, "void", "valid"));
        w.pair("surplus", word(validity.surplus_void, "void", "noted"));
    }
    if let Some(sample) = &rules.sample {
        w.section("sample");
        w.pair("households", sample.households);
        w.some("least_share", sample.least_share.as_ref().map(figure));
    }
    procedure(w, rules);
}

fn procedure(w: &mut Writer, rules: &Rules) {
    if let Some(meeting) = &rules.meeting {
        w.section("meeting");
        w.some("on", meeting.on);
        if let Some((from, to)) = meeting.hours {
            w.pair("from", from);
            w.pair("to", to);
        }
        w.some_text("place", meeting.place.as_ref());
        w.texts("agenda", &meeting.agenda);
        w.yes("open", meeting.open_to_residents);
    }
    if let Some(proposals) = &rules.proposals {
        w.section("proposals");
        w.yes("spoken", proposals.spoken);
        w.yes("amounts", proposals.amounts);
        w.yes("minority_reasons", proposals.minority_reasons);
    }
    for stage in &rules.stages {
        w.item("stage");
        w.text("name", &stage.name);
        if stage.kind != StageKind::Other {
            w.pair("kind", quoted(stage.kind.name()));
        }
        w.some_text("by", stage.by.as_ref());
        w.some("due", stage.due);
        w.some_text("document", stage.document.as_ref());
    }
}

fn questions(w: &mut Writer, plan: &Plan) {
    for scale in &plan.scales {
        w.item("scale");
        w.pair("id", quoted(scale.id.as_str()));
        match &scale.kind {
            ScaleKind::Named(choices) => {
                w.pair("kind", quoted("named"));
                for choice in choices {
                    w.item("scale.choice");
                    w.pair("id", quoted(choice.id.as_str()));
                    w.text("name", &choice.name);
                    w.some("weight", choice.weight);
                    w.yes("abstain", choice.abstains);
                }
            }
            ScaleKind::Score {
                min,
                max,
                low,
                high,
            } => {
                w.pair("kind", quoted("score"));
                w.pair("min", min);
                w.pair("max", max);
                w.text("low", low);
                w.text("high", high);
            }
        }
    }
    for one in &plan.criteria {
        criterion(w, one);
    }
    for subject in &plan.subjects {
        w.item("subject");
        w.pair("id", quoted(subject.id.as_str()));
        w.pair("kind", quoted(kind(subject.kind)));
        w.text("name", &subject.name);
        if !subject.role.zh.is_empty() {
            w.text("role", &subject.role);
        }
        w.some(
            "person",
            subject.person.as_ref().map(|id| quoted(id.as_str())),
        );
        w.some_text("duty_report", subject.duty_report.as_ref());
    }
}

fn criterion(w: &mut Writer, one: &Criterion) {
    w.item("criterion");
    w.pair("id", quoted(one.id.as_str()));
    w.text("name", &one.name);
    if !one.detail.zh.is_empty() {
        w.text("detail", &one.detail);
    }
    w.pair("scale", quoted(one.scale.as_str()));
    let kinds: Vec<&str> = one.kinds.iter().copied().map(kind).collect();
    w.names("kinds", &kinds);
    w.names("subjects", &one.subjects);
    w.some("weight", one.weight);
}

fn grading(w: &mut Writer, plan: &Plan) {
    let grading = &plan.grading;
    w.section("grading");
    let word = match &grading.formula {
        Formula::CountsOnly => "counts-only",
        Formula::Rate { .. } => "rate",
        Formula::Plurality { .. } => "majority",
        Formula::WeightedScore { .. } => "weighted-score",
        Formula::Vote(_) => "vote",
    };
    w.pair("kind", quoted(word));
    match &grading.formula {
        Formula::Rate { positive, .. } => w.names("positive", positive),
        Formula::Vote(vote) => {
            w.names("positive", &vote.positive);
            w.pair("of", quoted(vote.of.name()));
            w.needs(&vote.needs);
        }
        Formula::CountsOnly | Formula::Plurality { .. } | Formula::WeightedScore { .. } => {}
    }
    w.names("criteria", &grading.criteria);
    if grading.tie != Tie::Lower {
        w.pair("tie", quoted(grading.tie.name()));
    }
    if let Some(group) = &plan.rules.assessment_group {
        if group.name.zh.is_empty() {
            w.pair("assessment_group", true);
        } else {
            let members = list(group.members.iter().map(inline));
            let rule = if group.rule.zh.is_empty() {
                String::new()
            } else {
                format!(", rule = {}", inline(&group.rule))
            };
            let name = inline(&group.name);
            w.pair(
                "assessment_group",
                format!("{{ name = {name}, members = {members}{rule} }}"),
            );
        }
    }
    grades(w, plan);
    for one in &plan.rules.consequences {
        w.item("consequence");
        w.pair("grade", quoted(one.grade.as_str()));
        w.pair("periods", one.periods);
        w.text("text", &one.text);
    }
}

fn grades(w: &mut Writer, plan: &Plan) {
    let limit = |w: &mut Writer, id: &GradeId| {
        let mut limits = plan.grading.limits.iter();
        let share = limits.find(|limit| limit.grade == *id);
        w.some("at_most_share", share.map(|limit| figure(&limit.share)));
    };
    let grade = |w: &mut Writer, grade: &NamedGrade| {
        w.item("grading.grade");
        w.pair("id", quoted(grade.id.as_str()));
        w.text("name", &grade.name);
    };
    match &plan.grading.formula {
        Formula::Rate { grades, .. } | Formula::WeightedScore { grades } => {
            for step in grades {
                grade(w, &step.grade);
                w.needs(&step.needs);
                limit(w, &step.grade.id);
            }
        }
        Formula::Plurality { grades } => {
            for one in plan.grading.grades() {
                grade(w, one);
                let own = grades.iter().filter(|(_, of)| of.id == one.id);
                let own: Vec<&str> = own.map(|(choice, _)| choice.as_str()).collect();
                w.names("choices", &own);
                limit(w, &one.id);
            }
        }
        Formula::Vote(vote) => {
            grade(w, &vote.passed);
            grade(w, &vote.failed);
        }
        Formula::CountsOnly => {}
    }
}

fn afterwards(w: &mut Writer, plan: &Plan) {
    let rules = &plan.rules;
    if let Some(page) = &plan.opinion {
        w.section("opinion");
        w.yes("all_year", rules.opinions_all_year);
        for category in &page.categories {
            w.item("opinion.category");
            w.pair("id", quoted(category.id.as_str()));
            w.text("name", &category.name);
            w.some(
                "reply_within_working_days",
                category.reply_within_working_days,
            );
        }
    }
    w.section("follow_up");
    w.pair(
        "reply_within_working_days",
        plan.follow_up.reply_within_working_days,
    );
    w.some("extension_working_days", rules.extension_working_days);
    w.yes("revisit", rules.revisit);
    w.some("revisit_within_days", rules.revisit_within_days);
    w.yes("right_of_reply", rules.right_of_reply);
    w.some("tell_within_days", rules.tell_within_days);
    w.yes("self_review", rules.self_review);
    w.some_text("report_to", rules.report_to.as_ref());
    if let Some(one) = &rules.rectification {
        w.section("follow_up.rectification");
        w.some("within_working_days", one.within_working_days);
        w.yes("responsible", one.responsible);
        w.yes("inspection", one.inspection);
    }
    if let Some(report) = &rules.report {
        w.section("report");
        w.texts("sections", &report.sections);
        w.some_text("approve", report.approve.as_ref());
        w.text("to", &report.to);
        w.some("within_days", report.within_days);
    }
    published(w, plan);
}

fn published(w: &mut Writer, plan: &Plan) {
    let rules = &plan.rules;
    let posting = &rules.posting;
    w.section("publication");
    w.pair("results", plan.publication.results);
    w.pair("opinions", plan.publication.opinions);
    w.pair("decisions", plan.publication.decisions);
    w.yes("before", posting.before);
    w.some("posted_days", posting.posted_days);
    w.some("objections_days", posting.objections_days);
    w.some_text("objections_to", posting.objections_to.as_ref());
    if posting.small_counts {
        w.pair("small_counts", quoted("shown"));
    }
    if let Some(protection) = &rules.protection {
        w.section("protection");
        w.text("to", &protection.to);
        w.some("telephone", protection.telephone.as_deref().map(quoted));
        w.some_text("text", protection.text.as_ref());
    }
    if let Some(archive) = &rules.archive {
        w.section("archive");
        w.text("class", &archive.class);
        w.some("years", archive.years);
    }
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
