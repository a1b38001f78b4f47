//! Sealed sheets: HPKE base mode (RFC 9180; X25519, HKDF-SHA256, ChaCha20-Poly1305) over canonical
//! JSON padded with spaces to one size a kind, so that neither length nor purpose gives anything away.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use rand::CryptoRng;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::error::CourierError;
use super::keyring::{OpeningKeys, Opens};
use super::keys::{OpeningKey, SigningKey};
use super::sign::realm_word;
use crate::courier::error::{FormatError, KeyError};
use crate::domain::batch::{
    RoundKey, SEAL_OVERHEAD_BYTES, SEALED_OPINION_BYTES, SEALED_RATING_BYTES, SEALED_REPLY_BYTES,
};
use crate::domain::card::{Answers, OpinionSheet, RatingSheet};
use crate::domain::follow_up::FollowUp;
use crate::domain::ids::{CommunityId, PlanId, ReplyKey, SealingKey, Shape, SheetId, SubjectId};
use crate::domain::reply::Reply;

const KEY_BYTES: usize = 32;

/// A sealed sheet and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSheet {
    /// SHA-256 of `bytes`.
    pub id: SheetId,
    /// Exactly [`SEALED_RATING_BYTES`] or [`SEALED_OPINION_BYTES`].
    pub bytes: Vec<u8>,
}

/// What a rating sheet of version 2 holds. Plan, shape, round and group are labels of the batch it travels in.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BareRating {
    subject: SubjectId,
    answers: Answers,
}

/// Seals a rating sheet to the office: as version 2, which opens beside its plan and shape only, where a shape is given;
/// else as version 1, which holds plan and revision itself.
pub fn seal_rating(
    sheet: &RatingSheet,
    shape: Option<&Shape>,
    key: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<SealedSheet, CourierError> {
    let size = SEALED_RATING_BYTES;
    match shape {
        Some(shape) => {
            let bare = BareRating {
                subject: sheet.subject.clone(),
                answers: sheet.answers.clone(),
            };
            let purpose = Purpose::rating(&sheet.plan, shape);
            seal(&bare, size, &purpose, &key.0, community, rng)
        }
        None => seal(sheet, size, &Purpose::V1("rating"), &key.0, community, rng),
    }
    .map(named)
}

/// Seals an opinion sheet to the office. [`FormatError::TextTooLong`] when it does not fit: see [`opinion_bytes`](crate::domain::card::opinion_bytes).
pub fn seal_opinion(
    sheet: &OpinionSheet,
    key: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<SealedSheet, CourierError> {
    seal(
        sheet,
        SEALED_OPINION_BYTES,
        &Purpose::V1("opinion"),
        &key.0,
        community,
        rng,
    )
    .map(named)
}

/// Seals a follow-up to the office, in a sheet that is as long as an opinion's and looks like one.
pub fn seal_follow_up(
    said: &FollowUp,
    key: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<SealedSheet, CourierError> {
    let purpose = Purpose::V2("follow-up");
    seal(said, SEALED_OPINION_BYTES, &purpose, &key.0, community, rng).map(named)
}

/// Opens a follow-up. Whether its voice signed it, [`super::voice::is_signed`] says.
pub fn open_follow_up(
    sealed: &[u8],
    key: &impl Opens,
    community: &CommunityId,
) -> Result<FollowUp, CourierError> {
    let purpose = Purpose::V2("follow-up");
    open(sealed, SEALED_OPINION_BYTES, &purpose, key, community)
}

/// Seals a reply to a receipt: [`SEALED_REPLY_BYTES`]. [`FormatError::TextTooLong`] when it does not fit:
/// see [`reply_bytes`].
pub fn seal_reply(
    reply: &Reply,
    key: &ReplyKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, CourierError> {
    let purpose = Purpose::V1("reply");
    seal(reply, SEALED_REPLY_BYTES, &purpose, &key.0, community, rng)
}

/// Opens a rating sheet of version 1.
pub fn open_rating(
    sealed: &[u8],
    key: &impl Opens,
    community: &CommunityId,
) -> Result<RatingSheet, CourierError> {
    let purpose = Purpose::V1("rating");
    open(sealed, SEALED_RATING_BYTES, &purpose, key, community)
}

/// Opens a rating sheet of version 2, which came in a batch of the round `of`: whom it is about, and the answers.
pub fn open_rating_of(
    of: &RoundKey,
    sealed: &[u8],
    key: &impl Opens,
    community: &CommunityId,
) -> Result<(SubjectId, Answers), CourierError> {
    let purpose = Purpose::rating(&of.plan, &of.shape);
    let bare: BareRating = open(sealed, SEALED_RATING_BYTES, &purpose, key, community)?;
    Ok((bare.subject, bare.answers))
}

/// Opens an opinion sheet.
pub fn open_opinion(
    sealed: &[u8],
    key: &impl Opens,
    community: &CommunityId,
) -> Result<OpinionSheet, CourierError> {
    let purpose = Purpose::V1("opinion");
    open(sealed, SEALED_OPINION_BYTES, &purpose, key, community)
}

/// Opens a reply with the key derived from the receipt number.
pub fn open_reply(
    sealed: &[u8],
    key: &impl Opens,
    community: &CommunityId,
) -> Result<Reply, CourierError> {
    let purpose = Purpose::V1("reply");
    open(sealed, SEALED_REPLY_BYTES, &purpose, key, community)
}

/// Seals the office's keys to a person, or to the recovery secret: 32 bytes each, the Ed25519 seed and then the X25519 keys, the
/// newest first.
pub fn seal_office_keys(
    signing: &SigningKey,
    openings: &OpeningKeys,
    key: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, CourierError> {
    let purpose = Purpose::V1("office-keys");
    let plain = office_keys(signing, openings);
    seal_plain(&plain, &purpose, &key.0, community, rng)
}

/// Opens what [`seal_office_keys`] sealed.
pub fn open_office_keys(
    sealed: &[u8],
    key: &OpeningKey,
    community: &CommunityId,
) -> Result<(SigningKey, OpeningKeys), CourierError> {
    let plain = open_plain(sealed, &Purpose::V1("office-keys"), key, community)?;
    let cannot = || CourierError::Key(KeyError::BadKey);
    let (seed, openings) = plain.split_first_chunk::<KEY_BYTES>().ok_or_else(cannot)?;
    let (openings, rest) = openings.as_chunks::<KEY_BYTES>();
    let mut openings = openings.iter().map(OpeningKey::from_bytes);
    match openings.next() {
        Some(newest) if rest.is_empty() => Ok((
            SigningKey::from_seed(seed),
            OpeningKeys::new(newest, openings.collect()),
        )),
        Some(_) | None => Err(cannot()),
    }
}

/// Seals the office's keys to two persons together: to the one, and what comes of it to the other. So it takes the keys of both,
/// and neither needs to be there when it is made.
pub fn seal_office_keys_to_pair(
    signing: &SigningKey,
    openings: &OpeningKeys,
    [one, other]: [&SealingKey; 2],
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, CourierError> {
    let inner = seal_office_keys(signing, openings, one, community, rng)?;
    let purpose = Purpose::V1("office-keys-pair");
    seal_plain(&inner, &purpose, &other.0, community, rng)
}

/// Opens what [`seal_office_keys_to_pair`] sealed.
pub fn open_office_keys_of_pair(
    sealed: &[u8],
    [one, other]: [&OpeningKey; 2],
    community: &CommunityId,
) -> Result<(SigningKey, OpeningKeys), CourierError> {
    let inner = open_plain(sealed, &Purpose::V1("office-keys-pair"), other, community)?;
    open_office_keys(&inner, one, community)
}

fn office_keys(signing: &SigningKey, openings: &OpeningKeys) -> Zeroizing<Vec<u8>> {
    let count = openings.keys().count() + 1;
    // Full size from the start: a growing buffer would leave unwiped copies behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(count * KEY_BYTES));
    plain.extend_from_slice(&*signing.seed());
    for key in openings.keys() {
        plain.extend_from_slice(key.bytes());
    }
    plain
}

/// How many bytes a reply takes before sealing. It fits when ≤ [`REPLY_PLAIN_BYTES`](crate::domain::batch::REPLY_PLAIN_BYTES).
#[must_use]
pub fn reply_bytes(reply: &Reply) -> usize {
    json_bytes(reply)
}

fn named(bytes: Vec<u8>) -> SealedSheet {
    SealedSheet {
        id: SheetId::of(&bytes),
        bytes,
    }
}

/// What something is sealed for; nothing sealed for one purpose opens as another.
enum Purpose<'a> {
    V1(&'a str),
    V2(&'a str),
    /// Version 2 of a rating, bound to what it answers: the plan's identifier, then the 32 bytes of its shape.
    Rating(Vec<u8>),
}

impl Purpose<'_> {
    fn rating(plan: &PlanId, shape: &Shape) -> Self {
        Self::Rating([plan.as_str().as_bytes(), &shape.0].concat())
    }

    fn info(&self, community: &CommunityId) -> String {
        let (word, version) = match self {
            Self::V1(word) => (*word, 1),
            Self::V2(word) => (*word, 2),
            Self::Rating(_) => ("rating", 2),
        };
        format!(
            "pingyi {word} v{version} {} {community}",
            realm_word(community)
        )
    }

    fn aad(&self) -> &[u8] {
        match self {
            Self::V1(_) | Self::V2(_) => &[],
            Self::Rating(aad) => aad,
        }
    }
}

/// Counts, and keeps nothing of what it is given.
struct Counter(usize);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn json_bytes(value: &impl Serialize) -> usize {
    let mut counter = Counter(0);
    match serde_json::to_writer(&mut counter, value) {
        Ok(()) => counter.0,
        Err(_) => usize::MAX,
    }
}

fn seal(
    value: &impl Serialize,
    sealed_bytes: usize,
    purpose: &Purpose<'_>,
    key: &[u8; 32],
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, CourierError> {
    let limit_bytes = sealed_bytes - SEAL_OVERHEAD_BYTES;
    let given_bytes = json_bytes(value);
    if given_bytes > limit_bytes {
        return Err(CourierError::Format(FormatError::TextTooLong {
            given_bytes,
            limit_bytes,
        }));
    }
    // Full size from the start: a growing buffer would leave unwiped copies behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(limit_bytes));
    serde_json::to_writer(&mut *plain, value)
        .map_err(|_| CourierError::Format(FormatError::NotASheet))?;
    plain.resize(limit_bytes, b' ');
    seal_plain(&plain, purpose, key, community, rng)
}

fn seal_plain(
    plain: &[u8],
    purpose: &Purpose<'_>,
    key: &[u8; 32],
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, CourierError> {
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(key)
        .map_err(|_| CourierError::Key(KeyError::BadSealingKey))?;
    let (encapped, ciphertext) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            purpose.info(community).as_bytes(),
            plain,
            purpose.aad(),
            rng,
        )
        .map_err(|_| CourierError::Key(KeyError::BadSealingKey))?;
    Ok([encapped.to_bytes().as_slice(), &ciphertext].concat())
}

fn open<T: Serialize + DeserializeOwned>(
    sealed: &[u8],
    sealed_bytes: usize,
    purpose: &Purpose<'_>,
    opens: &impl Opens,
    community: &CommunityId,
) -> Result<T, CourierError> {
    if sealed.len() != sealed_bytes {
        return Err(CourierError::Format(FormatError::CannotOpen));
    }
    // A sheet does not say to which key it is sealed.
    let mut tried = opens
        .keys()
        .map(|key| open_plain(sealed, purpose, key, community));
    let plain = tried.find_map(Result::ok);
    let plain = plain.ok_or(CourierError::Format(FormatError::CannotOpen))?;
    let json = plain.trim_ascii_end();
    let value: T =
        serde_json::from_slice(json).map_err(|_| CourierError::Format(FormatError::NotASheet))?;
    // One value, one spelling: a device cannot mark a sheet by the way it is written.
    let mut again = Vec::with_capacity(sealed_bytes);
    let canonical = serde_json::to_writer(&mut again, &value).is_ok() && again == json;
    again.zeroize();
    if canonical {
        Ok(value)
    } else {
        Err(CourierError::Format(FormatError::NotASheet))
    }
}

fn open_plain(
    sealed: &[u8],
    purpose: &Purpose<'_>,
    key: &OpeningKey,
    community: &CommunityId,
) -> Result<Zeroizing<Vec<u8>>, CourierError> {
    let cannot = |_| CourierError::Format(FormatError::CannotOpen);
    let (encapped, ciphertext) = sealed
        .split_at_checked(KEY_BYTES)
        .ok_or(CourierError::Format(FormatError::CannotOpen))?;
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(key.bytes()).map_err(cannot)?;
    let encapped = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapped).map_err(cannot)?;
    let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapped,
        purpose.info(community).as_bytes(),
        ciphertext,
        purpose.aad(),
    )
    .map_err(cannot)?;
    Ok(Zeroizing::new(plain))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use chrono::NaiveDate;

    use crate::domain::batch::OPINION_PLAIN_BYTES;
    use crate::domain::card::{Opinion, ReplyTo, opinion_bytes};
    use crate::domain::ids::{PlanId, Tag};
    use rand::SeedableRng as _;

    fn opinion(text: &str) -> OpinionSheet {
        OpinionSheet {
            plan: PlanId::new("s6").unwrap(),
            opinion: Opinion {
                subject: None,
                category: None,
                text: text.to_owned(),
            },
            reply_to: None,
        }
    }

    #[test]
    fn what_fits_opens_again_and_what_does_not_is_told() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let key = OpeningKey::random(&mut rng);
        let community = CommunityId::from_random([3; 8], false);
        let empty = opinion_bytes(&PlanId::new("s6").unwrap(), &opinion("").opinion);
        for length in [0, 1, 1000, OPINION_PLAIN_BYTES - empty] {
            let mut sheet = opinion(&"x".repeat(length));
            sheet.reply_to = Some(ReplyTo {
                tag: Tag([9; 16]),
                key: key.reply_key(),
                voice: Some(crate::domain::ids::VoiceKey([7; 32])),
            });
            let sealed = seal_opinion(&sheet, &key.sealing_key(), &community, &mut rng).unwrap();
            assert_eq!(sealed.bytes.len(), SEALED_OPINION_BYTES);
            assert_eq!(
                open_opinion(&sealed.bytes, &key, &community).unwrap(),
                sheet
            );
            // Nothing sealed for one purpose or community opens as another.
            assert!(open_reply(&sealed.bytes, &key, &community).is_err());
            let trial = CommunityId::from_random([3; 8], true);
            assert!(open_opinion(&sealed.bytes, &key, &trial).is_err());
        }
        let long = opinion(&"评".repeat(2000));
        assert!(matches!(
            seal_opinion(&long, &key.sealing_key(), &community, &mut rng),
            Err(CourierError::Format(FormatError::TextTooLong {
                limit_bytes: OPINION_PLAIN_BYTES,
                ..
            }))
        ));
    }

    #[test]
    fn a_rating_opens_beside_what_it_answers_and_nowhere_else() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(3);
        let key = OpeningKey::random(&mut rng);
        let community = CommunityId::from_random([3; 8], false);
        let sheet: RatingSheet = serde_json::from_str(
            r#"{"plan":"s6","revision":3,"subject":"p1","group":"members","answers":{"de":"good"}}"#,
        )
        .unwrap();
        let of = |plan: &str, shape| RoundKey {
            plan: plan.parse().unwrap(),
            shape: Shape([shape; 32]),
            round: "2026".parse().unwrap(),
            group: None,
        };
        let here = of("s6", 7);
        let to = key.sealing_key();
        let sealed = seal_rating(&sheet, Some(&here.shape), &to, &community, &mut rng).unwrap();
        assert_eq!(sealed.bytes.len(), SEALED_RATING_BYTES);
        let opened = open_rating_of(&here, &sealed.bytes, &key, &community).unwrap();
        assert_eq!(opened, (sheet.subject.clone(), sheet.answers.clone()));
        for other in [of("s6", 8), of("s1", 7)] {
            assert!(open_rating_of(&other, &sealed.bytes, &key, &community).is_err());
        }
        assert!(open_rating(&sealed.bytes, &key, &community).is_err());
        let first = seal_rating(&sheet, None, &to, &community, &mut rng).unwrap();
        assert_eq!(open_rating(&first.bytes, &key, &community).unwrap(), sheet);
        assert!(open_rating_of(&here, &first.bytes, &key, &community).is_err());
        // Neither round, nor group, nor revision is inside.
        let bare = BareRating {
            subject: sheet.subject,
            answers: sheet.answers,
        };
        assert_eq!(
            serde_json::to_string(&bare).unwrap(),
            r#"{"subject":"p1","answers":{"de":"good"}}"#
        );
    }

    #[test]
    fn what_was_sealed_and_is_no_sheet_in_its_one_spelling_is_refused() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(2);
        let key = OpeningKey::random(&mut rng);
        let community = CommunityId::from_random([3; 8], false);
        let sheet = serde_json::to_value(opinion("谢谢")).unwrap();
        let mut strange = sheet.clone();
        strange["mark"] = serde_json::json!("x");
        // A map keeps another order than the sheet's own.
        let mut turned = std::collections::BTreeMap::new();
        for name in ["opinion", "plan"] {
            turned.insert(name, &sheet[name]);
        }
        let values = [
            serde_json::json!("text"),
            strange,
            serde_json::json!(turned),
        ];
        for value in values {
            let sealed = seal(
                &value,
                SEALED_OPINION_BYTES,
                &Purpose::V1("opinion"),
                &key.sealing_key().0,
                &community,
                &mut rng,
            );
            let opened = open_opinion(&sealed.unwrap(), &key, &community);
            assert!(
                matches!(opened, Err(CourierError::Format(FormatError::NotASheet))),
                "{value}"
            );
        }
        let nowhere = seal_opinion(&opinion(""), &SealingKey([0; 32]), &community, &mut rng);
        assert!(matches!(
            nowhere,
            Err(CourierError::Key(KeyError::BadSealingKey))
        ));
    }

    #[test]
    fn a_reply_is_not_shown_and_is_as_long_as_it_is_said_to_be() {
        let reply = Reply {
            on: NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(),
            text: "已修好\n\"".to_owned(),
        };
        assert_eq!(format!("{reply:?}"), "Reply(…)");
        let json = serde_json::to_vec(&reply).unwrap();
        assert_eq!(reply_bytes(&reply), json.len());
    }
}
