//! The voice of a receipt: whoever holds it signs what they say later, and nobody else can.

use super::keys::PublicKey;
use super::receipt::ReceiptSecrets;
use super::sign::realm_word;
use crate::domain::follow_up::{FollowUp, Said, Satisfaction};
use crate::domain::ids::{CommunityId, VoiceKey, VoiceSignature};

/// What is signed: each line has one meaning, and only the last, the words, may hold more lines.
fn message(
    community: &CommunityId,
    voice: &VoiceKey,
    reply: u32,
    (grade, text): (Option<Satisfaction>, &str),
) -> zeroize::Zeroizing<String> {
    let realm = realm_word(community);
    let (tag, grade) = (voice.tag(), grade.map_or("-", Satisfaction::name));
    zeroize::Zeroizing::new(format!(
        "pingyi follow-up v2 {realm} {community}\n{tag}\n{reply}\n{grade}\n{text}"
    ))
}

/// Signs what the holder says after reading answer number `reply`.
#[must_use]
pub fn speak(
    secrets: &ReceiptSecrets,
    community: &CommunityId,
    reply: u32,
    said: &Said,
) -> FollowUp {
    let voice = secrets.voice_key();
    let said_of = (said.grade, said.text.as_str());
    let message = message(community, &voice, reply, said_of);
    FollowUp {
        voice,
        reply,
        grade: said.grade,
        text: said.text.clone(),
        signature: VoiceSignature(secrets.voice.sign_raw(message.as_bytes())),
    }
}

/// Whether the voice that a follow-up names signed it, in this community.
#[must_use]
pub fn is_signed(said: &FollowUp, community: &CommunityId) -> bool {
    let message = message(
        community,
        &said.voice,
        said.reply,
        (said.grade, said.text.as_str()),
    );
    let signature = &said.signature.0;
    PublicKey::from_raw(said.voice.0).accepts(message.as_bytes(), signature)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::courier::receipt::{ReceiptCost, derive};
    use crate::domain::ids::ReceiptSalt;
    use crate::domain::receipt::ReceiptNumber;

    #[test]
    fn what_is_changed_in_any_place_is_not_what_was_said() {
        let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
        let salt = ReceiptSalt([3; 16]);
        let [one, other] = [0, 1].map(|_| {
            let number = ReceiptNumber::random(&mut rng);
            derive(&number, &salt, ReceiptCost::TEST).unwrap()
        });
        let community = CommunityId::from_random([1; 8], false);
        let said = Said {
            grade: Some(Satisfaction::Dissatisfied),
            text: "灯还是不亮\n请再来".to_owned(),
        };
        let spoken = speak(&one, &community, 1, &said);
        assert!(is_signed(&spoken, &community));
        assert_eq!(spoken.tag(), one.tag);
        assert!(!is_signed(&spoken, &CommunityId::from_random([1; 8], true)));
        let mut changed: Vec<FollowUp> = (0..5).map(|_| spoken.clone()).collect();
        changed[0].reply = 2;
        changed[1].grade = Some(Satisfaction::Satisfied);
        changed[2].text.push('。');
        changed[3].voice = other.voice_key();
        changed[4].grade = None;
        for changed in changed {
            assert!(!is_signed(&changed, &community));
        }
        // A grade is no first line of the words.
        let mut moved = spoken.clone();
        moved.grade = None;
        moved.text = format!("dissatisfied\n{}", said.text);
        assert!(!is_signed(&moved, &community));
    }
}
