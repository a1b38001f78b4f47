//! Slow work on a named thread, looked in on once a frame.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What a thread has to say.
enum Told<P, T> {
    Progress(P),
    Done(T),
}

/// Work under way. `P` is what it reports as it goes, `T` what it brings back.
pub struct Job<P, T> {
    told: Receiver<Told<P, T>>,
    progress: Option<P>,
}

impl<P, T> std::fmt::Debug for Job<P, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job(…)")
    }
}

/// How a job stands.
#[derive(Debug)]
pub enum Poll<T> {
    /// Still at it.
    Waiting,
    /// Finished.
    Done(T),
    /// The thread ended without an answer (it could not be started, or it stopped on a fault).
    Lost,
}

impl<P: Send + 'static, T: Send + 'static> Job<P, T> {
    /// Starts `work` on a thread called `name`. The thread wakes the window by itself: a kiosk at rest
    /// draws nothing, so nobody else would.
    pub fn start(
        name: &str,
        ctx: &egui::Context,
        work: impl FnOnce(&mut dyn FnMut(P)) -> T + Send + 'static,
    ) -> Self {
        let (teller, told) = channel();
        let window = ctx.clone();
        let started = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                // Dropped last, so that the window also wakes when `work` stops on a fault.
                let _waker = Waker(window.clone());
                let done = work(&mut |progress| {
                    // A closed channel means that nobody is watching any more; the work goes on.
                    let _unwatched = teller.send(Told::Progress(progress));
                    window.request_repaint();
                });
                let _unwatched = teller.send(Told::Done(done));
            });
        // When the thread could not be started the channel is already closed: `poll` says `Lost`.
        drop(started);
        Self {
            told,
            progress: None,
        }
    }

    /// Takes in what the thread has said since the last frame.
    pub fn poll(&mut self) -> Poll<T> {
        loop {
            match self.told.try_recv() {
                Ok(Told::Progress(progress)) => self.progress = Some(progress),
                Ok(Told::Done(done)) => return Poll::Done(done),
                Err(TryRecvError::Empty) => return Poll::Waiting,
                Err(TryRecvError::Disconnected) => return Poll::Lost,
            }
        }
    }

    /// The latest progress.
    #[must_use]
    pub fn progress(&self) -> Option<&P> {
        self.progress.as_ref()
    }
}

struct Waker(egui::Context);

impl Drop for Waker {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_stops_on_a_fault_is_noticed() {
        let ctx = egui::Context::default();
        let mut job: Job<(), ()> = Job::start("test-fault", &ctx, |_| std::panic::panic_any(()));
        for _ in 0..200 {
            if matches!(job.poll(), Poll::Lost) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the lost thread went unnoticed");
    }
}
