//! The clerk at work. He holds the open office; for each piece of work he goes to a thread of his own, and comes back
//! with what happened.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::clerk::OfficeClerk;
use super::job::{Event, Job};
use crate::app::sticks::{self, Stick};
use crate::ui::worker::{Poll, Work};
use crate::words::sentence;

/// How often sticks are looked for.
const STICKS_EVERY: Duration = Duration::from_secs(1);

/// The window's end of the clerk's thread, and of one that looks for sticks.
pub(super) struct Performer {
    ctx: egui::Context,
    /// Away while there is work.
    clerk: Option<OfficeClerk>,
    work: Option<Work<Event, OfficeClerk>>,
    /// Another clerk before the same door, should the first be lost with his thread.
    stand_in: OfficeClerk,
    watch: Work<Vec<Stick>, Infallible>,
    stick_folders: Arc<Mutex<Vec<PathBuf>>>,
    /// What there was before anybody asked for anything.
    first: Option<Event>,
}

impl Performer {
    /// A clerk who has only looked at the door.
    #[must_use]
    pub(super) fn start(clerk: OfficeClerk, ctx: &egui::Context) -> Self {
        let stick_folders = Arc::new(Mutex::new(clerk.stick_folders()));
        let looked_for = Arc::clone(&stick_folders);
        Self {
            ctx: ctx.clone(),
            first: Some(clerk.first_look()),
            stand_in: clerk.outside(),
            clerk: Some(clerk),
            work: None,
            watch: Work::start("sticks", ctx, move |tell| watch(&looked_for, tell)),
            stick_folders,
        }
    }

    /// Hands over a piece of work. One at a time: the desk begins no second one before [`Event::Done`].
    pub(super) fn hand(&mut self, job: Job) {
        if let Some(mut clerk) = self.clerk.take() {
            self.work = Some(Work::start("clerk", &self.ctx, move |tell| {
                if let Err(sentence) = clerk.work(job, tell) {
                    tell(Event::Failed(sentence));
                }
                clerk
            }));
        }
    }

    /// What has happened since the last frame.
    pub(super) fn events(&mut self) -> Vec<Event> {
        let mut events: Vec<Event> = self.first.take().into_iter().collect();
        // The watch never ends by itself; where no thread could be had for it, a folder can still be typed.
        let _watching = self
            .watch
            .poll(&mut |sticks| events.push(Event::Drives(sticks)));
        let Some(work) = &mut self.work else {
            return events;
        };
        let clerk = match work.poll(&mut |event| events.push(event)) {
            Poll::Waiting => return events,
            Poll::Done(clerk) => clerk,
            Poll::Lost => {
                // The office went with him, and its keys: what is open now is the door.
                events.push(Event::Failed(sentence!("office-thread-lost")));
                events.push(self.stand_in.first_look());
                self.stand_in.outside()
            }
        };
        self.work = None;
        self.stand_in = clerk.outside();
        *lock(&self.stick_folders) = clerk.stick_folders();
        self.clerk = Some(clerk);
        events.push(Event::Done);
        events
    }
}

fn lock(folders: &Mutex<Vec<PathBuf>>) -> std::sync::MutexGuard<'_, Vec<PathBuf>> {
    folders.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks for sticks for as long as the program runs, and tells whenever there are others.
fn watch(folders: &Mutex<Vec<PathBuf>>, tell: &mut dyn FnMut(Vec<Stick>)) -> Infallible {
    let mut known: Option<Vec<Stick>> = None;
    loop {
        let now = lock(folders).clone();
        let sticks = sticks::present(&now);
        if known.as_ref() != Some(&sticks) {
            tell(sticks.clone());
            known = Some(sticks);
        }
        std::thread::sleep(STICKS_EVERY);
    }
}
