//! What our forms call things, in both directions. Columns and names that begin with `pingyi_` are ours: no identifier of a
//! plan has an underline, and other programs leave columns alone that they do not know.

/// The question that asks whom a card is about, and the list of them.
pub(super) const SUBJECT: &str = "pingyi_subject";
pub(super) const SUBJECTS: &str = "pingyi_subjects";
/// The question for what an opinion is about, and the list of it.
pub(super) const CATEGORY: &str = "pingyi_category";
pub(super) const CATEGORIES: &str = "pingyi_categories";
/// The opinion itself.
pub(super) const OPINION: &str = "pingyi_opinion";
/// The sentence or two above the questions.
pub(super) const SUMMARY: &str = "pingyi_summary";

pub(super) const SURVEY: &str = "survey";
pub(super) const CHOICES: &str = "choices";
pub(super) const SETTINGS: &str = "settings";

/// What stands after a column's name for each language; after that of ours `_zh` and `_en`, for other programs take what a
/// column of theirs says in a language only.
pub(super) const ZH: &str = "::中文 (zh)";
pub(super) const EN: &str = "::English (en)";

pub(super) const SURVEY_COLUMNS: [&str; 18] = [
    "type",
    "name",
    "label::中文 (zh)",
    "label::English (en)",
    "hint::中文 (zh)",
    "hint::English (en)",
    "required",
    "relevant",
    "parameters",
    "pingyi_scale",
    "pingyi_weight",
    "pingyi_kinds",
    "pingyi_subjects",
    "pingyi_low_zh",
    "pingyi_low_en",
    "pingyi_high_zh",
    "pingyi_high_en",
    "pingyi_all_year",
];
pub(super) const CHOICE_COLUMNS: [&str; 11] = [
    "list_name",
    "name",
    "label::中文 (zh)",
    "label::English (en)",
    "pingyi_weight",
    "pingyi_abstain",
    "pingyi_kind",
    "pingyi_role_zh",
    "pingyi_role_en",
    "pingyi_person",
    "pingyi_term",
];
pub(super) const SETTING_COLUMNS: [&str; 5] = [
    "form_title",
    "form_id",
    "version",
    "default_language",
    "pingyi_title_en",
];
