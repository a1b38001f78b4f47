//! Which page of the office is up.

/// A screen of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Before the clerk has looked at the folder.
    Opening,
    /// No office yet: make one, or try.
    Found,
    /// The passphrase.
    Unlock,
    /// The recovery sheet, where the passphrase is lost.
    Recover,
    /// The steps of the week.
    Week,
    /// What came from the stick.
    Load,
    /// The list of opinions.
    Cases,
    /// One opinion.
    Case,
    /// 登记一件
    Register,
    /// The rounds.
    Rounds,
    /// One round.
    Round,
    /// 评议票
    Slips,
    /// Results.
    Tallies,
    /// The pack.
    Pack,
    /// Kiosks and tablets.
    Devices,
    /// 评议方案
    Plans,
    /// A plan being written.
    PlanEditor,
    /// 公示
    Notices,
    /// 放假安排
    Calendar,
    /// The recount.
    Check,
    /// What to print and lock away, right after the founding.
    Recovery,
    /// Keys, language, version.
    About,
}
