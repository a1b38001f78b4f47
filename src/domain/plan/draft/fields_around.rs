//! The fields of a plan's form around what it asks: who votes, the grade, what follows.

use super::choices::{
    ALL_ALIKE, BLANK_BALLOT, FORMULAS, QUORUM_OF, SMALL_COUNTS, STAGES, SURPLUS, TIES, VOTE_OF,
};
use super::form::{Field, Group, Of, Takes};
use crate::words::key;

pub(super) const GROUP: Group = Group {
    key: "group",
    name: key!("domain-form-group-group"),
    is_many: true,
    is_needed: false,
    id_from: "group",
    copied: &[],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new(
            "weight_percent",
            key!("domain-form-weight-percent"),
            Takes::Figure,
        )
        .rare(),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new("rates", key!("domain-form-rates"), Takes::Ids(Of::Subjects)).rare(),
    ],
    inner: &[],
};

pub(super) const ENTITLED: Group = Group {
    key: "entitled",
    name: key!("domain-form-group-entitled"),
    is_many: true,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("number", key!("domain-form-number"), Takes::Figure),
        Field::new("votes", key!("domain-form-votes"), Takes::YesNo(true)).rare(),
        Field::new("seats", key!("domain-form-seats"), Takes::Pair).rare(),
    ],
    inner: &[],
};

pub(super) const QUORUM: Group = Group {
    key: "quorum",
    name: key!("domain-form-group-quorum"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("of", key!("domain-form-quorum-of"), Takes::Word(QUORUM_OF)).needed(),
        Field::new("at_least", key!("domain-form-at-least"), Takes::Figure),
        Field::new("more_than", key!("domain-form-more-than"), Takes::Figure),
    ],
    inner: &[],
};

pub(super) const VALID: Group = Group {
    key: "valid",
    name: key!("domain-form-group-valid"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new(
            "blank",
            key!("domain-form-valid-blank"),
            Takes::Word(BLANK_BALLOT),
        ),
        Field::new(
            "all_alike",
            key!("domain-form-all-alike"),
            Takes::Word(ALL_ALIKE),
        ),
        Field::new("surplus", key!("domain-form-surplus"), Takes::Word(SURPLUS)),
    ],
    inner: &[],
};

pub(super) const SAMPLE: Group = Group {
    key: "sample",
    name: key!("domain-form-group-sample"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("households", key!("domain-form-households"), Takes::Figure).needed(),
        Field::new(
            "least_share",
            key!("domain-form-least-share"),
            Takes::Figure,
        ),
    ],
    inner: &[],
};

pub(super) const MEETING: Group = Group {
    key: "meeting",
    name: key!("domain-form-group-meeting"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("on", key!("domain-form-on"), Takes::Moment),
        Field::new("from", key!("domain-form-from"), Takes::Moment),
        Field::new("to", key!("domain-form-meeting-to"), Takes::Moment),
        Field::new("place", key!("domain-form-place"), Takes::Text),
        Field::new("open", key!("domain-form-open"), Takes::YesNo(false)),
        Field::new("agenda", key!("domain-form-agenda"), Takes::Texts),
    ],
    inner: &[],
};

pub(super) const PROPOSALS: Group = Group {
    key: "proposals",
    name: key!("domain-form-group-proposals"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("spoken", key!("domain-form-spoken"), Takes::YesNo(false)),
        Field::new("amounts", key!("domain-form-amounts"), Takes::YesNo(false)),
        Field::new(
            "minority_reasons",
            key!("domain-form-minority-reasons"),
            Takes::YesNo(false),
        ),
    ],
    inner: &[],
};

pub(super) const STAGE: Group = Group {
    key: "stage",
    name: key!("domain-form-group-stage"),
    is_many: true,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("kind", key!("domain-form-stage-kind"), Takes::Word(STAGES)),
        Field::new("due", key!("domain-form-stage-due"), Takes::Moment),
        Field::new("by", key!("domain-form-stage-by"), Takes::Text),
        Field::new("document", key!("domain-form-document"), Takes::Text),
    ],
    inner: &[],
};

pub(super) const GRADING_GRADE: Group = Group {
    key: "grade",
    name: key!("domain-form-group-grading-grade"),
    is_many: true,
    is_needed: false,
    id_from: "grade",
    copied: &[],
    when: Some(("kind", &["rate", "majority", "weighted-score", "vote"])),
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("at_least", key!("domain-form-at-least"), Takes::Figure),
        Field::new("more_than", key!("domain-form-more-than"), Takes::Figure),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
        Field::new(
            "at_most_share",
            key!("domain-form-at-most-share"),
            Takes::Figure,
        )
        .rare(),
        Field::new(
            "choices",
            key!("domain-form-grade-choices"),
            Takes::Ids(Of::Choices),
        ),
    ],
    inner: &[],
};

pub(super) const GRADING_ASSESSMENT_GROUP: Group = Group {
    key: "assessment_group",
    name: key!("domain-form-group-grading-assessment-group"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new("rule", key!("domain-form-rule"), Takes::LongText),
        Field::new("members", key!("domain-form-members"), Takes::Texts),
    ],
    inner: &[],
};

pub(super) const GRADING: Group = Group {
    key: "grading",
    name: key!("domain-form-group-grading"),
    is_many: false,
    is_needed: true,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new(
            "kind",
            key!("domain-form-grading-kind"),
            Takes::Word(FORMULAS),
        )
        .needed(),
        Field::new(
            "positive",
            key!("domain-form-positive"),
            Takes::Ids(Of::Choices),
        )
        .when("kind", &["rate", "vote"]),
        Field::new("of", key!("domain-form-grading-of"), Takes::Word(VOTE_OF))
            .when("kind", &["vote"]),
        Field::new("at_least", key!("domain-form-at-least"), Takes::Figure).when("kind", &["vote"]),
        Field::new("more_than", key!("domain-form-more-than"), Takes::Figure)
            .when("kind", &["vote"]),
        Field::new("tie", key!("domain-form-tie"), Takes::Word(TIES))
            .when("kind", &["majority", "vote"])
            .rare(),
        Field::new(
            "criteria",
            key!("domain-form-criteria"),
            Takes::Ids(Of::Criteria),
        )
        .when("kind", &["rate", "majority", "weighted-score", "vote"])
        .rare(),
    ],
    inner: &[&GRADING_GRADE, &GRADING_ASSESSMENT_GROUP],
};

pub(super) const CONSEQUENCE: Group = Group {
    key: "consequence",
    name: key!("domain-form-group-consequence"),
    is_many: true,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new(
            "grade",
            key!("domain-form-consequence-grade"),
            Takes::One(Of::Grades),
        )
        .needed(),
        Field::new("periods", key!("domain-form-periods"), Takes::Figure),
        Field::new("text", key!("domain-form-consequence-text"), Takes::Text).needed(),
    ],
    inner: &[],
};

pub(super) const OPINION_CATEGORY: Group = Group {
    key: "category",
    name: key!("domain-form-group-opinion-category"),
    is_many: true,
    is_needed: false,
    id_from: "category",
    copied: &[],
    when: None,
    fields: &[
        Field::new("name", key!("domain-form-name"), Takes::Text).needed(),
        Field::new(
            "reply_within_working_days",
            key!("domain-form-reply-within"),
            Takes::Figure,
        )
        .rare(),
        Field::new("id", key!("domain-form-id"), Takes::Line).needed(),
    ],
    inner: &[],
};

pub(super) const OPINION: Group = Group {
    key: "opinion",
    name: key!("domain-form-group-opinion"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[Field::new(
        "all_year",
        key!("domain-form-all-year"),
        Takes::YesNo(false),
    )],
    inner: &[&OPINION_CATEGORY],
};

pub(super) const FOLLOW_UP_RECTIFICATION: Group = Group {
    key: "rectification",
    name: key!("domain-form-group-follow-up-rectification"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new(
            "within_working_days",
            key!("domain-form-within-working-days"),
            Takes::Figure,
        ),
        Field::new(
            "responsible",
            key!("domain-form-responsible"),
            Takes::YesNo(false),
        ),
        Field::new(
            "inspection",
            key!("domain-form-inspection"),
            Takes::YesNo(false),
        ),
    ],
    inner: &[],
};

pub(super) const FOLLOW_UP: Group = Group {
    key: "follow_up",
    name: key!("domain-form-group-follow-up"),
    is_many: false,
    is_needed: true,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new(
            "reply_within_working_days",
            key!("domain-form-reply-within"),
            Takes::Figure,
        )
        .needed(),
        Field::new(
            "extension_working_days",
            key!("domain-form-extension-working-days"),
            Takes::Figure,
        )
        .rare(),
        Field::new(
            "tell_within_days",
            key!("domain-form-tell-within-days"),
            Takes::Figure,
        )
        .rare(),
        Field::new("revisit", key!("domain-form-revisit"), Takes::YesNo(false)).rare(),
        Field::new(
            "revisit_within_days",
            key!("domain-form-revisit-within-days"),
            Takes::Figure,
        )
        .rare(),
        Field::new(
            "right_of_reply",
            key!("domain-form-right-of-reply"),
            Takes::YesNo(false),
        )
        .rare(),
        Field::new(
            "self_review",
            key!("domain-form-self-review"),
            Takes::YesNo(false),
        )
        .rare(),
        Field::new("report_to", key!("domain-form-results-to"), Takes::Text),
    ],
    inner: &[&FOLLOW_UP_RECTIFICATION],
};

pub(super) const REPORT: Group = Group {
    key: "report",
    name: key!("domain-form-group-report"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("to", key!("domain-form-report-to"), Takes::Text).needed(),
        Field::new("approve", key!("domain-form-approve"), Takes::Text),
        Field::new(
            "within_days",
            key!("domain-form-within-days"),
            Takes::Figure,
        ),
        Field::new("sections", key!("domain-form-sections"), Takes::Texts),
    ],
    inner: &[],
};

pub(super) const PUBLICATION: Group = Group {
    key: "publication",
    name: key!("domain-form-group-publication"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("results", key!("domain-form-results"), Takes::YesNo(false)),
        Field::new(
            "opinions",
            key!("domain-form-opinions"),
            Takes::YesNo(false),
        ),
        Field::new(
            "decisions",
            key!("domain-form-decisions"),
            Takes::YesNo(false),
        ),
        Field::new("before", key!("domain-form-before"), Takes::YesNo(false)).rare(),
        Field::new(
            "posted_days",
            key!("domain-form-posted-days"),
            Takes::Figure,
        ),
        Field::new(
            "objections_days",
            key!("domain-form-objections-days"),
            Takes::Figure,
        )
        .rare(),
        Field::new(
            "objections_to",
            key!("domain-form-objections-to"),
            Takes::Text,
        )
        .rare(),
        Field::new(
            "small_counts",
            key!("domain-form-small-counts"),
            Takes::Word(SMALL_COUNTS),
        ),
    ],
    inner: &[],
};

pub(super) const PROTECTION: Group = Group {
    key: "protection",
    name: key!("domain-form-group-protection"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("to", key!("domain-form-protection-to"), Takes::Text).needed(),
        Field::new("telephone", key!("domain-form-telephone"), Takes::Line),
        Field::new("text", key!("domain-form-protection-text"), Takes::LongText),
    ],
    inner: &[],
};

pub(super) const ARCHIVE: Group = Group {
    key: "archive",
    name: key!("domain-form-group-archive"),
    is_many: false,
    is_needed: false,
    id_from: "",
    copied: &[],
    when: None,
    fields: &[
        Field::new("class", key!("domain-form-class"), Takes::Text).needed(),
        Field::new("years", key!("domain-form-years"), Takes::Figure),
    ],
    inner: &[],
};
