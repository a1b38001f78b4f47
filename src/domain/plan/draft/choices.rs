//! The words that a field of a plan takes, and what each is called.

use super::form::Words;
use crate::words::key;

pub(super) const VOTERS: Words = &[
    ("open", key!("domain-form-word-voters-open")),
    ("slip", key!("domain-form-word-voters-slip")),
    ("groups", key!("domain-form-word-voters-groups")),
];

pub(super) const CADENCE: Words = &[
    ("always", key!("domain-form-word-cadence-always")),
    ("yearly", key!("domain-form-word-cadence-yearly")),
    ("half-yearly", key!("domain-form-word-cadence-half-yearly")),
    ("quarterly", key!("domain-form-word-cadence-quarterly")),
    ("monthly", key!("domain-form-word-cadence-monthly")),
    ("months", key!("domain-form-word-cadence-months")),
    ("term", key!("domain-form-word-cadence-term")),
    ("called", key!("domain-form-word-cadence-called")),
    ("once", key!("domain-form-word-cadence-once")),
];

pub(super) const CHANNELS: Words = &[
    ("kiosk", key!("domain-channel-kiosk")),
    ("tablet", key!("domain-channel-tablet")),
    ("paper", key!("domain-channel-paper")),
    ("mailbox", key!("domain-channel-mailbox")),
    ("meeting", key!("domain-channel-meeting")),
    ("telephone", key!("domain-channel-telephone")),
    ("visit", key!("domain-channel-visit")),
    ("online", key!("domain-channel-online")),
];

pub(super) const KINDS: Words = &[
    ("person", key!("domain-form-word-kinds-person")),
    ("body", key!("domain-form-word-kinds-body")),
    ("facility", key!("domain-form-word-kinds-facility")),
    ("activity", key!("domain-form-word-kinds-activity")),
];

pub(super) const SCALES: Words = &[
    ("named", key!("domain-form-word-scales-named")),
    ("score", key!("domain-form-word-scales-score")),
];

pub(super) const QUORUM_OF: Words = &[
    ("present", key!("domain-form-word-quorum-of-present")),
    ("slips", key!("domain-form-word-quorum-of-slips")),
    ("raters", key!("domain-form-word-quorum-of-raters")),
];

pub(super) const BLANK_BALLOT: Words = &[
    ("abstains", key!("domain-form-word-blank-ballot-abstains")),
    ("void", key!("domain-form-word-blank-ballot-void")),
];

pub(super) const ALL_ALIKE: Words = &[
    ("valid", key!("domain-form-word-all-alike-valid")),
    ("void", key!("domain-form-word-all-alike-void")),
];

pub(super) const SURPLUS: Words = &[
    ("void", key!("domain-form-word-surplus-void")),
    ("noted", key!("domain-form-word-surplus-noted")),
];

pub(super) const STAGES: Words = &[
    ("announce", key!("domain-form-word-stages-announce")),
    ("collect", key!("domain-form-word-stages-collect")),
    ("report", key!("domain-form-word-stages-report")),
    ("discuss", key!("domain-form-word-stages-discuss")),
    ("vote", key!("domain-form-word-stages-vote")),
    ("analyse", key!("domain-form-word-stages-analyse")),
    ("rectify", key!("domain-form-word-stages-rectify")),
    ("other", key!("domain-form-word-stages-other")),
];

pub(super) const FORMULAS: Words = &[
    ("counts-only", key!("domain-form-word-formulas-counts-only")),
    ("rate", key!("domain-form-word-formulas-rate")),
    ("majority", key!("domain-form-word-formulas-majority")),
    (
        "weighted-score",
        key!("domain-form-word-formulas-weighted-score"),
    ),
    ("vote", key!("domain-form-word-formulas-vote")),
];

pub(super) const VOTE_OF: Words = &[
    ("valid", key!("domain-form-word-vote-of-valid")),
    ("present", key!("domain-form-word-vote-of-present")),
    ("entitled", key!("domain-form-word-vote-of-entitled")),
];

pub(super) const TIES: Words = &[
    ("lower", key!("domain-form-word-ties-lower")),
    ("higher", key!("domain-form-word-ties-higher")),
    ("again", key!("domain-form-word-ties-again")),
];

pub(super) const SMALL_COUNTS: Words = &[
    ("shown", key!("domain-form-word-small-counts-shown")),
    ("hidden", key!("domain-form-word-small-counts-hidden")),
];
