//! What the office's rules refuse: each has a sentence of its own that names what it is about.

use std::path::PathBuf;

use super::backup_error::BackupError;
use super::batches_refused::BatchesRefused;
use super::calendar_refused::CalendarRefused;
use super::cases_refused::CasesRefused;
use super::error::OfficeError;
use super::folder_fault::FolderFault;
use super::slips_refused::SlipsRefused;
use crate::domain::calendar::{HolidaySum, NoticeFault};
use crate::domain::channel::Channel;
use crate::domain::ids::{BatchNumber, CaseNumber, DeviceId, PlanId, PlanRevision};
use crate::domain::plan::Plan;
use crate::fault::{Fault as _, assert_each_is_told, every_fault};

fn path(name: &str) -> PathBuf {
    PathBuf::from(name)
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn plan() -> PlanId {
    "s97".parse().unwrap()
}

fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}

fn case() -> CaseNumber {
    CaseNumber(4711)
}

#[test]
fn every_refusal_of_the_office_has_its_own_sentence() {
    #[rustfmt::skip] // one row, one line
    let table = every_fault!(OfficeError:
        AlreadyThere { path: path("/o/there") } => "/o/there";
        NoOffice { path: path("/o/none") } => "/o/none";
        PackNumbersUsedUp => "";
        NameExchanged { name: "满意".to_owned(), revision: PlanRevision(3) } => "满意";
        SecondWanted => "";
        OverseersMissing => "";
        Differs { count: 31 } => "31";
        TwoPersonsMissing => "";
        TrialPassphrase => "";
        PersonNameMissing => "";
        RecoveryDiffers => "";
        RecoveryLength => "";
        RecoveryGroup { group: 7 } => "7";
        NameMissing => "";
        PassphraseWeak => "";
        PassphraseLetters => "";
        NotEnrolled { device: device("LOBBY1") } => "LOBBY1";
        FingerprintDiffers { device: device("LOBBY2") } => "LOBBY2";
        TooManyWaiting { most: 32 } => "32";
        NotAccepted { device: device("LOBBY3") } => "LOBBY3";
        AfterLast { device: device("LOBBY4"), last: BatchNumber(33) } => "33";
        RecordDiffers { place: "notice 3".to_owned() } => "notice 3";
        Revoked { device: device("LOBBY5") } => "LOBBY5";
        PlanFaults(Plan::parse("id = ").unwrap_err()) => "1";
        RoundShort { earliest: day("2026-12-24") } => "2026-12-24";
        PlanFileLong { path: path("/o/long.toml") } => "/o/long.toml";
        NothingToPost { plan: plan() } => "s97";
        ResultsNotPublic { plan: plan() } => "s97";
        OriginalDiffers { path: path("/o/B0000001.JSL") } => "B0000001.JSL";
        DayDoubtful { today: day("2027-01-01"), newest: day("2026-11-30") } => "2026-11-30";
        DayDiffers { typed: day("2026-11-29"), today: day("2026-11-30") } => "2026-11-29";
        WeekDoubtful { week: "2027-W01".parse().unwrap(), today: day("2026-11-30") } => "2027-W01";
        PlanMissing { plan: plan() } => "s97";
        KeyLost => "";
        Batches(BatchesRefused::NumberFar { device: device("LOBBY8"), number: BatchNumber(9_999_999), newest: 3 }) => "9999999";
        Slips(SlipsRefused::NoReason) => "";
        Cases(CasesRefused::TooLong) => "";
        Calendar(CalendarRefused::Known { year: 2027 }) => "2027";
        Folder(FolderFault::OriginalGone { place: "LOBBY1 2".to_owned() }) => "LOBBY1 2";
        TextEmpty => "";
        NoNotice { number: 34 } => "34";
    );
    assert_each_is_told(&table, OfficeError::sentence);
}

#[test]
fn what_is_refused_of_cases_says_why() {
    let (earliest, latest) = (day("2026-11-01"), day("2026-11-30"));
    #[rustfmt::skip]
    let table = every_fault!(CasesRefused:
        NoOpinions { plan: plan() } => "s97";
        OtherChannel { plan: plan(), channel: Channel::Paper } => "s97";
        NotOfPlan { plan: plan(), place: "x9".to_owned() } => "x9";
        TooLong => "";
        ReceivedDay { day: day("2025-01-01"), earliest: earliest, latest: latest } => "2026-11-01";
        NotExtendable { plan: plan() } => "s97";
        ExtendedAlready { number: case() } => "4711";
        TermOver { number: case(), due: latest } => "2026-11-30";
        NotWaiting { number: case() } => "4711";
        ExtensionDays { most: 9 } => "9";
        NotAnswered { number: case() } => "4711";
        AnswerLeft { number: case() } => "4711";
        AnswerWaits { number: case() } => "4711";
        NoticeStays { number: 35 } => "35";
        NotHeard { channel: Channel::Kiosk } => "";
        NoMeasures { number: case() } => "4711";
        MeasuresDone { number: case() } => "4711";
        ResponsibleMissing => "";
        InspectorMissing => "";
        SamePerson => "";
        MeasuresDay { earliest: earliest, latest: latest } => "2026-11-30";
        MeasuresPast { earliest: earliest } => "2026-11-01";
        NameLong { most: 51 } => "51";
        WordsLong { most: 52 } => "52";
        InspectedDay { day: day("2025-01-02"), earliest: earliest, latest: latest } => "2026-11-30";
    );
    assert_each_is_told(&table, CasesRefused::sentence);
}

#[test]
fn what_is_refused_of_a_years_notice_says_why() {
    let sum = HolidaySum {
        weekdays_off: 19,
        weekends_worked: 5,
        by_law: 13,
    };
    #[rustfmt::skip]
    let table = every_fault!(CalendarRefused:
        Notice(NoticeFault::NoYear) => "";
        Known { year: 2027 } => "2027";
        Sum { year: 2028, sum: sum } => "2028";
    );
    assert_each_is_told(&table, CalendarRefused::sentence);
}

#[test]
fn every_fault_of_the_folder_has_its_own_sentence() {
    #[rustfmt::skip] // one row, one line
    let table = every_fault!(FolderFault:
        FileDamaged { path: path("/o/people/p1.toml") } => "/o/people/p1.toml";
        OriginalGone { place: "LOBBY1 2".to_owned() } => "LOBBY1 2";
        ProfileChanged { path: path("/o/office.toml") } => "/o/office.toml";
        KeysOlder { path: path("/o/people") } => "/o/people";
        RecordLost { path: path("/o/office.db") } => "/o/office.db";
    );
    assert_each_is_told(&table, FolderFault::sentence);
}

#[test]
fn what_is_refused_of_batches_says_why() {
    #[rustfmt::skip]
    let table = every_fault!(BatchesRefused:
        ChainOfAnother { device: device("LOBBY6"), former: device("LOBBY7") } => "LOBBY7";
        NumberFar { device: device("LOBBY8"), number: BatchNumber(9_999_999), newest: 3 } => "9999999";
        RoundToCome { round: "2099-11".parse().unwrap(), closed_on: day("2026-11-30") } => "2099-11";
    );
    assert_each_is_told(&table, BatchesRefused::sentence);
}

#[test]
fn what_is_refused_of_slips_says_why() {
    let round = || "2026".parse().unwrap();
    #[rustfmt::skip]
    let table = every_fault!(SlipsRefused:
        PlanOpen { plan: plan() } => "s97";
        NoRound { plan: plan(), round: round() } => "2026";
        RoundOpen { plan: plan(), round: round() } => "2026";
        Groups { plan: plan() } => "s97";
        Number { fewest: 5, most: 2000 } => "5";
        FileThere { path: path("/o/slips.html") } => "/o/slips.html";
        Unknown { place: 12 } => "12";
        NoReason => "";
    );
    assert_each_is_told(&table, SlipsRefused::sentence);
}

#[test]
fn what_is_refused_of_backups_says_why() {
    #[rustfmt::skip]
    let table = every_fault!(BackupError:
        OnServer => "PostgreSQL";
        Inside { path: path("/b/inside") } => "/b/inside";
        Absent { path: path("/b/absent") } => "/b/absent";
        Missing { path: path("/b/missing") } => "/b/missing";
        Changed { path: path("/b/changed") } => "/b/changed";
        Unsigned { path: path("/b/unsigned") } => "/b/unsigned";
        OfTrial { path: path("/b/trial") } => "/b/trial";
        Over { path: path("/b/over") } => "/b/over";
    );
    assert_each_is_told(&table, BackupError::sentence);
}
