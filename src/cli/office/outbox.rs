//! `office outbox`: what waits for the next pack, as residents will read it.

use clap::Args;

use super::Desk;
use crate::cli::CliError;
use crate::words::{key, sentence};

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every subcommand is run the same way")]
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let page = desk.unlock()?.outbox()?;
        let out = &mut *desk.out;
        if out.json {
            return out.json(&page);
        }
        if page.answers.is_empty() && page.notices.is_empty() && page.acks == 0 {
            return out.line(out.text(key!("office-outbox-none")));
        }
        for answer in &page.answers {
            let (number, reply) = (answer.row.number, answer.reply);
            let day = answer.on;
            let head = sentence!(
                "office-outbox-answer",
                number = number,
                reply = reply,
                day = day
            );
            out.line(head.say(out.lang))?;
            out.line(&*answer.text)?;
        }
        for notice in &page.notices {
            let (number, title) = (notice.number, notice.title.as_str());
            let head = sentence!("office-outbox-notice", number = number, title = title);
            out.line(head.say(out.lang))?;
            out.line(&notice.body)?;
        }
        if page.acks > 0 {
            out.line(sentence!("office-outbox-acks", count = page.acks).say(out.lang))?;
        }
        Ok(())
    }
}
