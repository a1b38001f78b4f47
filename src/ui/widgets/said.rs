//! What a page says, gathered while it is drawn, so that it can be read aloud: the words of labels, buttons and choices in their
//! order. Fields, and what a screen draws in silence, are never among them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::{Context, Id, Ui};

#[derive(Debug, Default)]
struct Heard {
    words: Vec<String>,
    /// What comes after everything else.
    late: Vec<String>,
    is_late: bool,
    /// How many silences are under way.
    silent: usize,
}

type Ear = Arc<Mutex<Heard>>;

fn id() -> Id {
    Id::unique("what a page says")
}

fn ear(ctx: &Context) -> Option<Ear> {
    ctx.data(|data| data.get_temp::<Ear>(id()))
}

fn open(ear: &Ear) -> MutexGuard<'_, Heard> {
    ear.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What `draw` says.
pub fn heard<R>(ctx: &Context, draw: impl FnOnce() -> R) -> (R, Vec<String>) {
    let ear = Ear::default();
    ctx.data_mut(|data| data.insert_temp(id(), Arc::clone(&ear)));
    let drawn = draw();
    ctx.data_mut(|data| data.remove_temp::<Ear>(id()));
    let mut heard = open(&ear);
    let mut words = std::mem::take(&mut heard.words);
    words.append(&mut heard.late);
    (drawn, words)
}

/// Somebody may be listening to `words`.
pub fn say(ui: &Ui, words: &str) {
    let Some(ear) = ear(ui.ctx()) else {
        return;
    };
    let mut heard = open(&ear);
    if heard.silent == 0 && !words.trim().is_empty() {
        let words = words.trim().to_owned();
        if heard.is_late {
            heard.late.push(words);
        } else {
            heard.words.push(words);
        }
    }
}

/// Draws what is said after everything else, though it is drawn before: the ways onwards.
pub fn at_the_end<R>(ui: &mut Ui, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let ear = ear(ui.ctx());
    let late = |is_late: bool| {
        if let Some(ear) = &ear {
            open(ear).is_late = is_late;
        }
    };
    late(true);
    let drawn = draw(ui);
    late(false);
    drawn
}

/// Draws what nobody is to hear: what a resident wrote, a pad of keys, what stands on every page.
pub fn silently<R>(ui: &mut Ui, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let ear = ear(ui.ctx());
    if let Some(ear) = &ear {
        open(ear).silent += 1;
    }
    let drawn = draw(ui);
    if let Some(ear) = &ear {
        open(ear).silent -= 1;
    }
    drawn
}
