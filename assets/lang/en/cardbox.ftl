# cardbox
cardbox-disk-full = This device has no storage left, so the card was not taken in. Your answers are still on the screen; please tell the staff, who can sync and free some space.
cardbox-disk-failed = The storage of this device did not answer ({ $reason }). Please tell the staff; cards already confirmed are kept.
cardbox-newer = The card box was written by a newer program (version { $found }, this one knows { $known }). Install the newer program; nothing was changed.
cardbox-damaged = { $path } is not a sound card box ({ $reason }). Nothing was changed; keep the file and ask for help before going on.
cardbox-busy = Another program has the card box open. Close it, then try again.
cardbox-pack-not-newer = Pack { $given } is not newer than pack { $held }, which is here already. Ask the office for the newest pack.
cardbox-no-such-batch = Batch { $number } is not in the card box any more. Sync again to see what is left.
cardbox-batch-changed = Batch { $number } does not match its own seal, so it was not written. Keep the device as it is and ask for help.
cardbox-sheet-size = A sealed sheet of { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
} does not fit the card box. Write a little less, or ask the staff for help.
cardbox-statement = The card box could not do one step ({ $reason }). Nothing was changed; restart the program and try again.
cardbox-slip-used = This voting slip has been used already, so the card was not taken in. Please ask the staff.
cardbox-numbers-used-up = This device has used up the numbers of its batches and closes no more; every card it has taken is still in it. Please give it a new key: it begins at 1 again then, and the cards leave.
