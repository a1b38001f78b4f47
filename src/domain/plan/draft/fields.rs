//! Every field of a plan's form, by page: the plan, whom it evaluates, what it asks. `assets/plans/LANGUAGE.md` says what each
//! takes; a unit test holds both together.

use super::choices::{CADENCE, CHANNELS, KINDS, SCALES, VOTERS};
use super::fields_around::{
    ARCHIVE, CONSEQUENCE, ENTITLED, FOLLOW_UP, GRADING, GROUP, MEETING, OPINION, PROPOSALS,
    PROTECTION, PUBLICATION, QUORUM, REPORT, SAMPLE, STAGE, VALID,
};
use super::form::{Field, Group, Of, Page, Takes};
use crate::words::key;

const PLAN: Group = Group {
    key: "",
    name: key!("domain-form-group-plan"),
    is_many: false,
    is_needed: true,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("title", key!("domain-form-title"), Takes::Text).needed(),
        Field::new("summary", key!("domain-form-summary"), Takes::LongText).needed(),
        Field::new("source", key!("domain-form-source"), Takes::Line).needed(),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new("revision", key!("domain-form-revision"), Takes::Figure).needed(),
        Field::new("voters", key!("domain-form-voters"), Takes::Word(VOTERS)).needed(),
        Field::new("cadence", key!("domain-form-cadence"), Takes::Word(CADENCE)).needed(),
        Field::new("months", key!("domain-form-months"), Takes::Months)
            .when("cadence", &["months"]),
        Field::new("opens", key!("domain-form-opens"), Takes::Moment),
        Field::new("closes", key!("domain-form-closes"), Takes::Moment),
        Field::new(
            "smallest_crowd",
            key!("domain-form-smallest-crowd"),
            Takes::Figure,
        )
        .rare(),
        Field::new(
            "skip_allowed",
            key!("domain-form-skip-allowed"),
            Takes::YesNo(true),
        ),
        Field::new(
            "unscheduled",
            key!("domain-form-unscheduled"),
            Takes::YesNo(false),
        )
        .rare(),
        Field::new("called_by", key!("domain-form-called-by"), Takes::Text).rare(),
        Field::new(
            "channels",
            key!("domain-form-channels"),
            Takes::Words(CHANNELS),
        )
        .rare(),
        Field::new(
            "seats_per_neighbourhood",
            key!("domain-form-seats-per-neighbourhood"),
            Takes::Pair,
        )
        .rare(),
        Field::new("areas", key!("domain-form-areas"), Takes::Texts).rare(),
    ],
    inner: &[],
};

const ORGANISER: Group = Group {
    key: "organiser",
    name: key!("domain-form-group-organiser"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("body", key!("domain-form-body"), Takes::Text).needed(),
        Field::new("chair", key!("domain-form-chair"), Takes::Text),
        Field::new("overseer", key!("domain-form-overseer"), Takes::Text),
        Field::new("tellers", key!("domain-form-tellers"), Takes::Texts),
    ],
    inner: &[],
};

const SUBJECT: Group = Group {
    key: "subject",
    name: key!("domain-form-group-subject"),
    is_many: true,
    is_needed: true,
    id_from: "p",
    copied: &["kind", "role"],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("role", key!("domain-form-role"), Takes::Text),
        Field::new("kind", key!("domain-form-kind"), Takes::Word(KINDS)).needed(),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new("person", key!("domain-form-person"), Takes::Line).rare(),
        Field::new(
            "duty_report",
            key!("domain-form-duty-report"),
            Takes::LongText,
        )
        .rare(),
    ],
    inner: &[],
};

const CRITERION: Group = Group {
    key: "criterion",
    name: key!("domain-form-group-criterion"),
    is_many: true,
    is_needed: true,
    id_from: "c",
    copied: &["scale"],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new("weight", key!("domain-form-weight"), Takes::Figure).rare(),
        Field::new("scale", key!("domain-form-scale"), Takes::One(Of::Scales)).needed(),
        Field::new("detail", key!("domain-form-detail"), Takes::LongText),
        Field::new("kinds", key!("domain-form-kinds"), Takes::Words(KINDS)).rare(),
        Field::new(
            "subjects",
            key!("domain-form-criterion-subjects"),
            Takes::Ids(Of::Subjects),
        )
        .rare(),
    ],
    inner: &[],
};

const SCALE_CHOICE: Group = Group {
    key: "choice",
    name: key!("domain-form-group-scale-choice"),
    is_many: true,
    is_needed: false,
    id_from: "choice",
    copied: &[],
    when: Some(("kind", &["named"])),
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new("weight", key!("domain-form-weight"), Takes::Figure).rare(),
        Field::new("abstain", key!("domain-form-abstain"), Takes::YesNo(false)).rare(),
    ],
    inner: &[],
};

const SCALE: Group = Group {
    key: "scale",
    name: key!("domain-form-group-scale"),
    is_many: true,
    is_needed: true,
    id_from: "scale",
    copied: &[],
    when: None,
    fields: &[
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new("kind", key!("domain-form-scale-kind"), Takes::Word(SCALES)).needed(),
        Field::new("min", key!("domain-form-min"), Takes::Figure).when("kind", &["score"]),
        Field::new("max", key!("domain-form-max"), Takes::Figure).when("kind", &["score"]),
        Field::new("low", key!("domain-form-low"), Takes::Text).when("kind", &["score"]),
        Field::new("high", key!("domain-form-high"), Takes::Text).when("kind", &["score"]),
    ],
    inner: &[&SCALE_CHOICE],
};

/// The pages of the form, in the order of a clerk's work.
pub const PAGES: [Page; 7] = [
    Page {
        name: key!("domain-form-page-basics"),
        groups: &[&PLAN, &ORGANISER],
    },
    Page {
        name: key!("domain-form-page-subjects"),
        groups: &[&SUBJECT],
    },
    Page {
        name: key!("domain-form-page-questions"),
        groups: &[&CRITERION, &SCALE],
    },
    Page {
        name: key!("domain-form-page-voters-page"),
        groups: &[
            &GROUP, &ENTITLED, &QUORUM, &VALID, &SAMPLE, &MEETING, &PROPOSALS, &STAGE,
        ],
    },
    Page {
        name: key!("domain-form-page-grades"),
        groups: &[&GRADING, &CONSEQUENCE],
    },
    Page {
        name: key!("domain-form-page-opinions"),
        groups: &[&OPINION, &FOLLOW_UP, &REPORT],
    },
    Page {
        name: key!("domain-form-page-results"),
        groups: &[&PUBLICATION, &PROTECTION, &ARCHIVE],
    },
];
