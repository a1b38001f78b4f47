//! What counts as one page.

use super::gate::{self, FrameEnd};
use super::screen::Screen;
use super::session::Manner;
use super::staff::{PinPurpose, SyncState};
use super::state::KioskUi;

/// The page that is up: two that differ here show different things at the same spot. Digits, letters and
/// answers do not turn a page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Page {
    screen: Screen,
    session: u64,
    manner: Manner,
    /// The subject rated, its first question shown, the one that stands alone, and the page of its report.
    rating: (usize, usize, Option<usize>, usize),
    notice: usize,
    turned: usize,
    /// The warning, the question before leaving, the help, and why nothing is read aloud.
    dialogs: [bool; 4],
    purpose: PinPurpose,
    /// What is unfolded, done or offered in the staff area.
    staff: [bool; 4],
}

impl Page {
    fn of(kiosk: &KioskUi) -> Self {
        let (session, staff) = (&kiosk.session, &kiosk.staff);
        Self {
            screen: kiosk.screen,
            session: session.number,
            manner: session.manner,
            rating: {
                let place = &session.rating;
                (place.subject, place.first, place.detail, place.report)
            },
            notice: session.notice,
            turned: session.page,
            dialogs: [
                kiosk.is_warning(),
                session.asking_to_leave,
                session.helping,
                kiosk.speaker.trouble().is_some(),
            ],
            purpose: staff.pin.purpose,
            staff: [
                !matches!(staff.sync, SyncState::None),
                staff.offer.is_some(),
                staff.paired,
                staff.ending.is_some(),
            ],
        }
    }
}

impl KioskUi {
    /// Lets the gate know what the frame came to.
    pub(super) fn end_frame(&mut self, ctx: &egui::Context, now: f64) {
        let page = Page::of(self);
        let dialog = page.dialogs.contains(&true);
        let id = egui::Id::unique("the page at the end of the frame before");
        let before: Option<Page> = ctx.data(|data| data.get_temp(id));
        let changed = before.as_ref() != Some(&page);
        ctx.data_mut(|data| data.insert_temp(id, page));
        let finger_down = ctx.input(|input| input.pointer.any_down());
        let end = FrameEnd {
            changed,
            dialog,
            finger_down,
            now,
        };
        gate::end_frame(ctx, end);
        if changed {
            // Of another page not a word more is read.
            self.speaker.hush();
            ctx.request_repaint();
        }
    }
}
