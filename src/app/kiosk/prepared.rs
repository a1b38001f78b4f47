//! The kiosk's one background thread: receipts made ahead, and the card box vacuumed in quiet moments.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::locked;
use super::tunables::Tunables;
use crate::app::AppError;
use crate::cardbox::CardBox;
use crate::courier::receipt::{ReceiptSecrets, derive};
use crate::domain::ids::ReceiptSalt;
use crate::domain::receipt::ReceiptNumber;

/// A receipt nobody has yet.
pub(super) struct ReadyReceipt {
    pub number: ReceiptNumber,
    pub secrets: ReceiptSecrets,
}

struct State {
    ready: VecDeque<ReadyReceipt>,
    last_submission: Option<Instant>,
    stop: bool,
}

/// Receipts made ahead on a thread named `receipts`, which ends with this value.
pub(super) struct Prepared {
    shared: Arc<(Mutex<State>, Condvar)>,
    thread: Option<JoinHandle<()>>,
    salt: ReceiptSalt,
    tunables: Tunables,
}

impl Prepared {
    pub(super) fn start(
        salt: ReceiptSalt,
        tunables: &Tunables,
        cardbox: Arc<Mutex<CardBox>>,
        rng: StdRng,
    ) -> Self {
        let shared = Arc::new((
            Mutex::new(State {
                ready: VecDeque::new(),
                last_submission: Some(Instant::now()),
                stop: false,
            }),
            Condvar::new(),
        ));
        let (theirs, parts_there) = (Arc::clone(&shared), tunables.clone());
        // Without the thread a submission waits for Argon2, which is slow but right.
        let thread = std::thread::Builder::new()
            .name("receipts".to_owned())
            .spawn(move || work(&theirs, salt, &parts_there, &cardbox, rng))
            .ok();
        Self {
            shared,
            thread,
            salt,
            tunables: tunables.clone(),
        }
    }

    /// A receipt: one that is ready, or one made now.
    pub(super) fn take(&self, rng: &mut StdRng) -> Result<ReadyReceipt, AppError> {
        let ready = locked(&self.shared.0).ready.pop_front();
        self.shared.1.notify_all();
        match ready {
            Some(receipt) => Ok(receipt),
            None => make(rng, self.salt, &self.tunables),
        }
    }

    /// A submission has just been taken in: the quiet time starts again.
    pub(super) fn note_submission(&self) {
        locked(&self.shared.0).last_submission = Some(Instant::now());
        self.shared.1.notify_all();
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        locked(&self.shared.0).stop = true;
        self.shared.1.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic there has been reported there.
            let _stopped = thread.join();
        }
    }
}

fn make(
    rng: &mut StdRng,
    salt: ReceiptSalt,
    tunables: &Tunables,
) -> Result<ReadyReceipt, AppError> {
    let number = ReceiptNumber::random(rng);
    let secrets = derive(&number, &salt, tunables.receipt_cost)?;
    Ok(ReadyReceipt { number, secrets })
}

fn work(
    shared: &(Mutex<State>, Condvar),
    salt: ReceiptSalt,
    tunables: &Tunables,
    cardbox: &Mutex<CardBox>,
    mut rng: StdRng,
) {
    let (state, changed) = shared;
    let mut guard = locked(state);
    while !guard.stop {
        if guard.ready.len() < tunables.receipts_ahead {
            drop(guard);
            // From the system each time in the product: a stolen memory image shows no earlier number.
            let mut fresh = match tunables.seed {
                Some(_) => StdRng::from_rng(&mut rng),
                None => rand::make_rng(),
            };
            let made = make(&mut fresh, salt, tunables);
            guard = locked(state);
            match made {
                Ok(receipt) => guard.ready.push_back(receipt),
                // No memory for Argon2 just now: the next submission tries again.
                Err(_) => guard = changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
            }
            continue;
        }
        let Some(since) = guard.last_submission else {
            guard = changed.wait(guard).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let quiet = since.elapsed();
        if quiet < tunables.vacuum_after {
            let rest = tunables.vacuum_after.saturating_sub(quiet);
            guard = changed
                .wait_timeout(guard, rest)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            continue;
        }
        guard.last_submission = None;
        drop(guard);
        vacuum(cardbox);
        guard = locked(state);
    }
    drop(guard);
    // A program that is ended right after a card must not leave that card's place in the file behind.
    vacuum(cardbox);
}

fn vacuum(cardbox: &Mutex<CardBox>) {
    let mut cardbox = locked(cardbox);
    if cardbox.is_untidy() {
        // A full disk cannot be vacuumed; the next quiet moment, closing and export try again.
        let _later = cardbox.vacuum();
    }
}
