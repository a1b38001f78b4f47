//! The one place where the office window's actions are carried out: a named thread that holds the
//! open office, takes [`Job`]s and answers with [`Event`]s.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::job::{Event, Job};
use crate::app::sticks::Stick;
use crate::words::Sentence;

/// How often sticks are looked for while there is nothing to do.
const STICKS_EVERY: Duration = Duration::from_secs(1);

/// What the window needs of an office. `app::office` stands behind it; tests put a stand-in there.
pub trait Clerk: Send {
    /// What there is before anybody unlocks: [`Event::NoOffice`] or [`Event::Locked`].
    fn first_look(&mut self) -> Event;
    /// The sticks that are plugged in.
    fn sticks(&mut self) -> Vec<Stick>;
    /// Does the work, telling each outcome through `tell`; an error's sentence if it cannot be done.
    fn work(&mut self, job: Job, tell: &mut dyn FnMut(Event)) -> Result<(), Sentence>;
}

/// The window's end of the thread.
pub struct Performer {
    jobs: Sender<Job>,
    events: Receiver<Event>,
}

impl Performer {
    /// Starts the thread. `wake` is called after each event, so that the window draws again.
    pub fn start(
        clerk: impl Clerk + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, to_do) = channel();
        let (tell, events) = channel();
        std::thread::Builder::new()
            .name("clerk".to_owned())
            .spawn(move || run(clerk, &to_do, &tell, &wake))?;
        Ok(Self { jobs, events })
    }

    /// Hands over a piece of work.
    pub fn hand(&self, job: Job) {
        // The thread only ends after this end is dropped.
        let _ = self.jobs.send(job);
    }

    /// What has happened since the last frame.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        self.events.try_iter()
    }
}

fn run(mut clerk: impl Clerk, to_do: &Receiver<Job>, tell: &Sender<Event>, wake: &dyn Fn()) {
    use std::sync::mpsc::RecvTimeoutError;
    let say = |event: Event| {
        let heard = tell.send(event).is_ok();
        wake();
        heard
    };
    say(clerk.first_look());
    let mut known: Option<Vec<Stick>> = None;
    loop {
        let sticks = clerk.sticks();
        if known.as_ref() != Some(&sticks) {
            if !say(Event::Drives(sticks.clone())) {
                return;
            }
            known = Some(sticks);
        }
        match to_do.recv_timeout(STICKS_EVERY) {
            Ok(job) => {
                let outcome = clerk.work(job, &mut |event| {
                    say(event);
                });
                if let Err(sentence) = outcome {
                    say(Event::Failed(sentence));
                }
                say(Event::Done);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
