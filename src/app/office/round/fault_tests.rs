//! What keeps a round from its next step: each has a sentence of its own that names what it is about.

use std::path::PathBuf;

use super::error::RoundError;
use super::proposals::ProposalRefused;
use crate::domain::attendance::AttendanceFigure;
use crate::domain::ballot::BallotMisfit;
use crate::domain::channel::Channel;
use crate::domain::proposal::ProposalStep;
use crate::domain::round_status::RoundStatus;
use crate::fault::{Fault as _, assert_each_is_told, every_fault};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn what_keeps_a_round_from_its_next_step_says_why() {
    let text = str::to_owned;
    let plan = || "s96".parse().unwrap();
    #[rustfmt::skip] // one row, one line
    let table = every_fault!(RoundError:
        ArchiveThere { path: PathBuf::from("/a/there") } => "/a/there";
        NoRound { plan: plan(), round: text("2026-H9") } => "2026-H9";
        BegunBefore { first: day("2026-01-01") } => "2026-01-01";
        NotCalled { plan: plan() } => "s96";
        CalledTooLate { day: day("2026-01-02") } => "2026-01-02";
        Proposal(ProposalRefused::Spoken) => "";
        Ballot(BallotMisfit::NoPapers) => "";
        NoBallot { number: 44 } => "44";
        PostsItself { plan: plan(), round: text("2026-07") } => "2026-07";
        NotBegun { first: day("2026-01-03") } => "2026-01-03";
        StillRuns { last: day("2026-01-04") } => "2026-01-04";
        FiguresMissing { missing: vec![AttendanceFigure::Present] } => "";
        FiguresDiffer { part: AttendanceFigure::Present, whole: AttendanceFigure::Entitled } => "";
        BatchesMissing { devices: vec!["LOBBY5".parse().unwrap()] } => "LOBBY5";
        BodyDecides => "";
        VoteDecides => "";
        MembersMissing => "";
        NoSubject { subject: "p9".parse().unwrap() } => "p9";
        NoGrade { grade: "g9".parse().unwrap() } => "g9";
        GradeMissing { name: text("王一") } => "王一";
        ReasonMissing { name: text("王二") } => "王二";
        NotTold { names: text("王三") } => "王三";
        StatementMissing { names: text("王四") } => "王四";
        NothingToAnswer { name: text("王五") } => "王五";
        NoStatements => "";
        ObjectionsOver { until: day("2026-01-05") } => "2026-01-05";
        NoObjection { number: 41 } => "41";
        StillPosted { until: day("2026-01-06") } => "2026-01-06";
        ObjectionOpen { number: 42 } => "42";
        NotReported { to: text("街道") } => "街道";
        ReportTo => "";
        SectionMissing { heading: text("三、意见") } => "三、意见";
        ClassMissing => "";
        NoSitting => "";
        NotCounted => "";
        NoStage { number: 43 } => "43";
        StageIsDone { name: text("宣传") } => "宣传";
        DocumentMissing { name: text("动员"), document: text("通知") } => "通知";
        StageOpen { name: text("整改") } => "整改";
        ReasonEmpty => "";
    );
    assert_each_is_told(&table, RoundError::sentence);
}

#[test]
fn what_is_refused_of_proposals_says_why() {
    #[rustfmt::skip]
    let table = every_fault!(ProposalRefused:
        None => "";
        NotNow { step: ProposalStep::Put, status: RoundStatus::Counted } => "";
        Missing { step: ProposalStep::Put, names: "楼道灯".to_owned() } => "楼道灯";
        Spoken => "";
        Amount { wanted: true } => "";
    );
    assert_each_is_told(&table, ProposalRefused::sentence);
}

#[test]
fn what_cannot_have_been_counted_says_why() {
    let subject = || "p9".parse().unwrap();
    let criterion = || "de".parse().unwrap();
    #[rustfmt::skip]
    let table = every_fault!(BallotMisfit:
        OtherWay { channel: Channel::Paper } => "";
        NoSitting => "";
        Tellers { needed: 2 } => "2";
        IssuedMissing => "";
        NoPapers => "";
        ReasonMissing => "";
        BlankIsVoid => "";
        Group => "";
        UnknownSubject(subject()) => "p9";
        Twice(subject()) => "p9";
        Answer { subject: subject(), criterion: criterion() } => "p9";
        Sum { subject: subject(), criterion: criterion(), counted: 71, rated: 72 } => "71";
        Rated { subject: subject(), rated: 73, valid: 74 } => "73";
        Nothing => "";
        TooMany { most: 75 } => "75";
        AllAlike => "";
        Crowded { voted: 76, figure: AttendanceFigure::Present, whole: 77 } => "76";
    );
    assert_each_is_told(&table, BallotMisfit::sentence);
}
