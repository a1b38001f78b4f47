//! What either wing of the program meets: each fault has a sentence of its own.

use std::io;
use std::path::PathBuf;

use super::AppError;
use super::kiosk::SlipRefusal;
use super::owner::Holder;
use crate::fault::{Fault as _, assert_each_is_told, every_fault};

fn path(name: &str) -> PathBuf {
    PathBuf::from(name)
}

fn eio() -> io::Error {
    io::Error::other("EIO")
}

#[test]
fn every_fault_has_its_own_sentence() {
    let text = str::to_owned;
    let device = || "LOBBY9".parse().unwrap();
    #[rustfmt::skip] // one row, one line
    let table = every_fault!(AppError:
        CardBox(crate::cardbox::CardBoxError::Newer { found: 91, known: 12 }) => "91";
        Courier(crate::courier::CourierError::Format(crate::courier::error::FormatError::NotPingyi)) => "";
        Record(crate::record::RecordError::Newer { found: 92, known: 12 }) => "92";
        Office(super::office::OfficeError::TextEmpty) => "";
        Round(super::office::RoundError::NoSitting) => "";
        Backup(super::office::BackupError::OnServer) => "PostgreSQL";
        Paper(crate::paper::PaperError::TooLong { given: 93 }) => "93";
        Exchange(crate::exchange::ExchangeError::NoQuestion) => "";
        Settings(super::settings::SettingsError::Unreadable { path: path("/k/kiosk.toml"), source: eio() }) => "/k/kiosk.toml";
        File { path: path("/d/file"), source: eio() } => "/d/file";
        Damaged { path: path("/d/damaged") } => "/d/damaged";
        NotPrivate { path: path("/d/open"), source: eio() } => "/d/open";
        InUse { path: path("/d/used"), holder: Holder { program: text("pingyi office"), process: text("4242"), since: text("09:30") } } => "4242";
        NotPaired => "";
        AlreadyPaired => "";
        SameName { device: device() } => "LOBBY9";
        NameTaken { device: device() } => "LOBBY9";
        BatchesUnknown { numbers: vec![crate::domain::ids::BatchNumber(94)] } => "94";
        OtherName { device: device() } => "LOBBY9";
        PlanNotOpen { plan: text("s99") } => "s99";
        OtherChannel { plan: text("s98") } => "s98";
        CardNotFit { reason: text("subject x") } => "subject x";
        Slip(SlipRefusal::Used) => "";
        CardEmpty => "";
        CardAllAlike => "";
        PinShape => "4";
        ClockRefused { office: "2026-11-24T09:30:00".parse().unwrap() } => "2026-11-24 09:30";
        PinMissing => "PIN";
        Retired => "";
        PinSet => "PIN";
        PenData { setting: "pinyin_data", path: path("/d/pinyin"), source: crate::pen::PenError::Strokes(eio().into()) } => "/d/pinyin";
        Machine { what: "Argon2" } => "Argon2";
    );
    assert_each_is_told(&table, AppError::sentence);
}

#[test]
fn a_slip_that_opens_nothing_says_why() {
    #[rustfmt::skip]
    let table = every_fault!(SlipRefusal:
        Mistyped(Some(3)) => "3";
        Receipt => "";
        Unknown => "";
        OtherDevice("LOBBY8".parse().unwrap()) => "LOBBY8";
        Voided => "";
        Used => "";
        NotOpen => "";
        SittingNotOpened => "";
    );
    assert_each_is_told(&table, SlipRefusal::sentence);
}
