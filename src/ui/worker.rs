//! Slow work on a named thread, looked in on once a frame: the one way in which a window does what takes time.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What a thread has to say.
enum Told<P, T> {
    Progress(P),
    Done(T),
}

/// Work under way. `P` is what it reports as it goes, `T` what it brings back.
pub struct Work<P, T> {
    told: Receiver<Told<P, T>>,
}

impl<P, T> std::fmt::Debug for Work<P, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Work(…)")
    }
}

/// How work stands.
#[derive(Debug)]
pub enum Poll<T> {
    /// Still at it.
    Waiting,
    /// Finished.
    Done(T),
    /// The thread ended without an answer (it could not be started, or it stopped on a fault).
    Lost,
}

impl<P: Send + 'static, T: Send + 'static> Work<P, T> {
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
        Self { told }
    }

    /// Takes in what the thread has said since the last frame; `hear` is told what it reported on the way.
    pub fn poll(&mut self, hear: &mut dyn FnMut(P)) -> Poll<T> {
        loop {
            match self.told.try_recv() {
                Ok(Told::Progress(progress)) => hear(progress),
                Ok(Told::Done(done)) => return Poll::Done(done),
                Err(TryRecvError::Empty) => return Poll::Waiting,
                Err(TryRecvError::Disconnected) => return Poll::Lost,
            }
        }
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
        let mut work: Work<(), ()> = Work::start("test-fault", &ctx, |_| std::panic::panic_any(()));
        for _ in 0..200 {
            if matches!(work.poll(&mut |()| {}), Poll::Lost) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the lost thread went unnoticed");
    }
}
