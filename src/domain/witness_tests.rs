//! Ledgers of two worlds, and what a device that has seen one says of the other.

use proptest::prelude::*;

use super::*;

/// The ledger of a world: the same up to `fork`, another after it.
fn hash(world: u8, fork: u64, number: u64) -> RootHash {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    bytes[31] = if number > fork { world } else { 0 };
    RootHash(bytes)
}

fn point(world: u8, fork: u64, length: u64) -> LedgerPoint {
    LedgerPoint {
        length,
        head: hash(world, fork, length),
    }
}

fn excerpt(world: u8, fork: u64, first: u64, length: u64) -> Excerpt {
    Excerpt {
        now: point(world, fork, length),
        first,
        hashes: (first..=length)
            .map(|number| hash(world, fork, number))
            .collect(),
        restored: Vec::new(),
    }
}

proptest! {
    /// Whatever a device has seen of a ledger, a pack of the same ledger goes on from there, and one of a ledger that is
    /// another where the device has looked does not.
    #[test]
    fn a_ledger_goes_on_from_what_was_seen_of_it_and_from_nothing_else(
        seen in 1_u64..60, more in 0_u64..40, first in 1_u64..80, fork in 0_u64..80,
    ) {
        let length = seen + more;
        let first = first.min(length + 1);
        let points = [point(1, 0, seen)];
        let same = excerpt(1, 0, first, length);
        prop_assert!(same.is_whole());
        let expected = if first <= seen || seen == length { Continuation::Extends } else { Continuation::OutOfReach };
        prop_assert_eq!(same.continues(&points), expected);
        // The other ledger is the same up to `fork`.
        let points = [point(2, fork, seen)];
        let other = excerpt(1, fork, 1, length);
        let expected = if fork >= seen { Continuation::Extends } else { Continuation::Contradicts };
        prop_assert_eq!(other.continues(&points), expected);
    }

    /// An earlier pack told a piece of the ledger, or of what was lost when the office was set back; another office's did not.
    #[test]
    fn an_earlier_point_lies_in_the_ledger_or_was_lost(
        told in 1_u64..60, length in 1_u64..60, first in 1_u64..60, fork in 0_u64..60,
    ) {
        let mut held = excerpt(1, fork, first.min(length + 1), length);
        let own = point(1, fork, told);
        prop_assert_eq!(held.has_come_by(&own), told <= length);
        let is_untold = told < held.first && told != length;
        let other = point(2, fork, told);
        let expected = told <= length && (is_untold || told <= fork);
        prop_assert_eq!(held.has_come_by(&other), expected);
        held.restored = vec![Restoration { kept: point(1, fork, 0), lost: point(2, fork, 60) }];
        prop_assert!(held.has_come_by(&other));
    }

    /// A ledger that is shorter than what was seen of it was cut.
    #[test]
    fn a_shorter_ledger_contradicts(seen in 2_u64..60, cut in 1_u64..60) {
        let length = seen.saturating_sub(cut).max(1);
        prop_assume!(length < seen);
        let cut = excerpt(1, 0, 1, length);
        prop_assert_eq!(cut.continues(&[point(1, 0, seen)]), Continuation::Contradicts);
    }
}

/// An office that was set back to entry 20 when packs had come to 30, and says so.
fn set_back(length: u64) -> Excerpt {
    Excerpt {
        restored: vec![Restoration {
            lost: point(1, 20, 30),
            kept: point(1, 20, 20),
        }],
        ..excerpt(2, 20, 1, length)
    }
}

#[test]
fn an_office_that_was_set_back_and_says_so_is_followed() {
    let at = |length| point(1, 20, length);
    let restored = set_back(24).restored[0];
    for (points, expected) in [
        // Before the older copy, and at it: nothing was lost of what these have seen.
        (vec![at(12)], Continuation::Extends),
        (vec![at(20)], Continuation::Extends),
        // After it.
        (vec![at(12), at(22)], Continuation::Restored(restored)),
        (vec![at(12), at(30)], Continuation::Restored(restored)),
        // Paired after it: nothing else was seen.
        (vec![at(25)], Continuation::Restored(restored)),
        // More than the office says that it lost.
        (vec![at(12), at(31)], Continuation::Contradicts),
        // The point that was kept, and is another.
        (vec![point(3, 0, 20)], Continuation::Contradicts),
        // What was seen before the older copy is another.
        (vec![point(3, 0, 12), at(22)], Continuation::Contradicts),
    ] {
        assert_eq!(set_back(24).continues(&points), expected, "{points:?}");
    }
    // Once followed, the new ledger is what counts.
    assert_eq!(
        set_back(40).continues(&[at(22), point(2, 20, 24)]),
        Continuation::Extends
    );
    // Without a word of it, it is another ledger.
    let silent = Excerpt {
        restored: Vec::new(),
        ..set_back(24)
    };
    assert_eq!(silent.continues(&[at(22)]), Continuation::Contradicts);
    // What cannot be seen is not called a contradiction.
    let short = Excerpt {
        first: 15,
        hashes: set_back(24).hashes[14..].to_vec(),
        ..set_back(24)
    };
    assert!(short.is_whole());
    assert_eq!(short.continues(&[at(12), at(22)]), Continuation::OutOfReach);
}

#[test]
fn an_excerpt_without_its_end_or_with_a_gap_is_not_whole() {
    let whole = excerpt(1, 0, 3, 9);
    assert!(whole.is_whole());
    let none = Excerpt {
        first: 10,
        hashes: Vec::new(),
        ..whole.clone()
    };
    assert!(none.is_whole(), "nothing is told and nothing is missing");
    let broken: [fn(&mut Excerpt); 6] = [
        |it| it.first = 0,
        |it| it.first = 4,
        |it| it.now.length = 10,
        |it| it.now.head = RootHash([9; 32]),
        |it| it.hashes.truncate(6),
        |it| {
            it.restored = vec![Restoration {
                lost: point(1, 0, 5),
                kept: point(1, 0, 5),
            }];
        },
    ];
    for (number, change) in broken.into_iter().enumerate() {
        let mut one = whole.clone();
        change(&mut one);
        assert!(!one.is_whole(), "{number}");
    }
}
