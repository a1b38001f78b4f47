//! What the ledger tells of answers and notices on their way: its bytes and hashes stay, and make the tables they always made. Who wrote
//! entries out of turn is refused: a changed answer after its pack, a withdrawn one that left, a further one to what waits.

use pingyi::domain::calendar::DueDate;
use pingyi::domain::case::CaseStatus;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::{BlobId, CaseNumber, PackNumber, RootHash};
use pingyi::record::{
    Body, CaseHappened, Content, Digested, Record, RecordError, Unsigned, notice_digest,
};
use pingyi_kit::server::sealer;

use super::ledger::{assert_is, tables};

const CASE: CaseNumber = CaseNumber(1);

struct Told<'a>(&'a Record);

impl Told<'_> {
    fn note(&self, day: &str, body: Body, content: &Content) -> Result<(), RecordError> {
        let day = day.parse().unwrap();
        let noted = (self.0).within(|record| record.note(day, body, content, &Unsigned));
        noted.map(drop)
    }

    fn words(
        &self,
        day: &str,
        words: &str,
        body: impl FnOnce(String) -> Body,
    ) -> Result<(), RecordError> {
        let sealed = sealer("reply 1", words);
        let body = body(BlobId::of(&sealed).to_string());
        self.note(day, body, &Content::Sealed(sealed))
    }

    fn answered(&self, day: &str, words: &str, waits: bool) -> Result<(), RecordError> {
        self.words(day, words, |digest| Body::CaseAnswered {
            number: CASE,
            digest,
            names: Digested::Sealed,
            due: None,
            waits,
        })
    }

    fn changed(&self, day: &str, words: &str) -> Result<(), RecordError> {
        let number = CASE;
        self.words(day, words, |digest| {
            Body::Case(CaseHappened::CaseAnswerChanged { number, digest })
        })
    }

    fn withdrawn(&self, day: &str) -> Result<(), RecordError> {
        let told = CaseHappened::CaseAnswerWithdrawn { number: CASE };
        self.note(day, Body::Case(told), &Content::Nothing)
    }

    fn further(&self, day: &str, words: &str) -> Result<(), RecordError> {
        let number = CASE;
        self.words(day, words, |digest| {
            Body::Case(CaseHappened::CaseFurtherReply { number, digest })
        })
    }

    fn packed(&self, day: &str, number: u32) {
        let made = Body::PackMade {
            number: PackNumber(number),
            root: RootHash([7; 32]),
        };
        let made_at = format!("{day}T09:30:00").parse().unwrap();
        self.note(day, made, &Content::Pack { made_at }).unwrap();
    }

    fn posted(&self, day: &str, number: u32, own: bool) {
        let (title, body) = ("停水".to_owned(), "周六停水。".to_owned());
        let digest = notice_digest(&title, &body);
        let told = Body::NoticePosted {
            number,
            digest,
            own,
        };
        self.note(day, told, &Content::Notice { title, body })
            .unwrap();
    }

    fn taken_down(&self, day: &str, number: u32) -> Result<(), RecordError> {
        self.note(day, Body::NoticeWithdrawn { number }, &Content::Nothing)
    }

    /// Every way to what is out of turn.
    fn refuses(&self, day: &str, why: &str) {
        let outcomes = [
            self.changed(day, "改"),
            self.withdrawn(day),
            self.further(day, "补"),
        ];
        for outcome in outcomes {
            let refused = outcome.unwrap_err();
            assert!(
                matches!(refused, RecordError::OtherThanNamed),
                "{why}: {refused:?}"
            );
        }
    }
}

fn opened(told: &Told<'_>) {
    let sealed = sealer("opinion 1", "台阶松动");
    let case = CaseHappened::CaseRegistered {
        number: CASE,
        plan: "s1".parse().unwrap(),
        subject: None,
        category: None,
        channel: Channel::Mailbox,
        received_on: "2026-11-30".parse().unwrap(),
        due: DueDate {
            date: "2026-12-21".parse().unwrap(),
            provisional: false,
        },
        digest: BlobId::of(&sealed).to_string(),
    };
    let case = Body::Case(case);
    told.note("2026-11-30", case, &Content::Sealed(sealed))
        .unwrap();
}

#[test]
fn entries_of_the_outbox_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let told = Told(&record);
    let case = || record.case(CASE).unwrap();
    opened(&told);
    told.refuses("2026-12-01", "nothing is answered");
    told.answered("2026-12-01", "下周修", true).unwrap();
    assert!(told.further("2026-12-01", "补").is_err(), "it waits");
    told.changed("2026-12-02", "本周修").unwrap();
    told.withdrawn("2026-12-02").unwrap();
    let back = case();
    assert_eq!(back.status, CaseStatus::InProgress);
    assert!(back.reply.is_none() && back.answered_on.is_none() && back.talk.answers == 0);
    told.refuses("2026-12-02", "nothing waits");
    told.answered("2026-12-02", "已修好", true).unwrap();
    told.packed("2026-12-03", 1);
    assert!(told.changed("2026-12-03", "改").is_err(), "it has left");
    assert!(told.withdrawn("2026-12-03").is_err(), "it has left");
    told.further("2026-12-04", "扶手也修了").unwrap();
    assert!(told.further("2026-12-04", "补").is_err(), "one waits");
    told.changed("2026-12-05", "扶手也换了").unwrap();
    told.withdrawn("2026-12-05").unwrap();
    let kept = case();
    let answer = BlobId::of(&sealer("reply 1", "已修好"));
    assert_eq!((kept.reply, kept.talk.answers), (Some(answer), 1));
    assert_eq!(kept.answered_on, "2026-12-02".parse().ok());
    assert!(kept.replied_on.is_none() && kept.status == CaseStatus::Answered);
    assert!(kept.earlier.is_empty());
    told.further("2026-12-05", "扶手换好了").unwrap();
    assert_eq!(case().answered_on, "2026-12-02".parse().ok());
    assert_eq!(case().replied_on, "2026-12-05".parse().ok());
    assert_eq!(case().earlier, [answer]);
    told.posted("2026-12-05", 1, true);
    told.posted("2026-12-05", 2, false);
    told.taken_down("2026-12-05", 1).unwrap();
    for (number, why) in [(1, "twice"), (2, "none of its own words"), (3, "none")] {
        let refused = told.taken_down("2026-12-05", number).unwrap_err();
        assert!(matches!(refused, RecordError::OtherThanNamed), "{why}");
    }
    assert_eq!(record.outbox().unwrap().len(), 1);
    assert_eq!(record.ledger_since_pack().unwrap().len(), 7);
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-outbox.txt", &lines.collect::<String>());
    assert_is("ledger-outbox-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

/// Before step 16 an answer was final at once: what a ledger tells of then stays so.
#[test]
fn an_answer_of_before_waits_for_nothing() {
    let record = pingyi_kit::server::record();
    let told = Told(&record);
    opened(&told);
    told.answered("2026-12-01", "已修好", false).unwrap();
    assert!(told.changed("2026-12-01", "改").is_err());
    assert!(told.withdrawn("2026-12-01").is_err());
    told.further("2026-12-01", "扶手也修了").unwrap();
    assert_eq!(record.case(CASE).unwrap().talk.answers, 2);
}
