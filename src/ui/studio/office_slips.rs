//! Voting slips of the made-up office.

use super::made_up::both;
use crate::app::office::{SlipAccount, SlipPlan, SlipRound, SlipRow};
use crate::domain::ids::{DeviceId, GroupId, IdError, PlanId, SlipCommitment};

use crate::ui::office::screen::Screen;
use crate::ui::office::state::Desk;

/// A plan by slip, and one in groups.
pub(super) fn plans() -> Result<Vec<SlipPlan>, IdError> {
    let round = "2026-H2".parse()?;
    let next = "2027-H1".parse()?;
    Ok(vec![
        SlipPlan {
            plan: PlanId::new("s12")?,
            title: both(
                "社区居委会民主评议",
                "Evaluation of the residents' committee",
            ),
            groups: Vec::new(),
            rounds: vec![round, next],
        },
        SlipPlan {
            plan: PlanId::new("s8")?,
            title: both("民主评议党员工作", "Evaluation of members"),
            groups: vec![
                (GroupId::new("members")?, both("党员", "Members")),
                (GroupId::new("residents")?, both("群众代表", "Residents")),
            ],
            rounds: vec![round],
        },
    ])
}

/// What was printed for the half-year.
pub(super) fn rounds() -> Result<Vec<SlipRound>, IdError> {
    let row = |device: &str, number, voided| -> Result<SlipRow, IdError> {
        Ok(SlipRow {
            device: DeviceId::new(device)?,
            group: None,
            number,
            commitment: SlipCommitment([7; 32]),
            voided,
        })
    };
    Ok(vec![SlipRound {
        plan: PlanId::new("s12")?,
        title: both(
            "社区居委会民主评议",
            "Evaluation of the residents' committee",
        ),
        round: "2026-H2".parse()?,
        account: SlipAccount {
            issued: 58,
            collected: 41,
            refused: 1,
        },
        lists: vec![row("LOBBY1", 40, 2)?, row("TABLET2", 20, 0)?],
    }])
}

/// All slips of a lost tablet become void.
pub(super) fn voiding(desk: &mut Desk) -> Result<(), IdError> {
    desk.screen = Screen::Slips;
    let form = &mut desk.forms.slips;
    form.numbers.insert(None, "40".to_owned());
    "/media/clerk/KINGSTON/s12.html".clone_into(&mut form.path);
    form.voiding = Some((PlanId::new("s12")?, "2026-H2".parse()?));
    form.void_device = Some(DeviceId::new("TABLET2")?);
    "平板丢失".clone_into(&mut form.reason);
    Ok(())
}
