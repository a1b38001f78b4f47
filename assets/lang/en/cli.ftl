# The command line: for scripts, and for those who want to look around first.
cli-io = Reading or writing failed: { $reason }. See whether the disk and the pipe are well, then try again.
cli-json = The input is not the JSON needed: { $reason }. See pingyi kiosk submit --help for what a card looks like.
cli-file = { $file } cannot be read or written: { $reason }. Check the path and its permissions.
cli-plan-faults = { $file } has { $count ->
    [one] { $count } thing to put right
   *[other] { $count } things to put right
}; then check it once more.
cli-plan-fault = { $file } line { $line }: { $fault }
cli-plan-sound = { $file } is sound and can be used.
cli-form-written = The form was written to { $file }.
cli-dir-not-empty = { $dir } holds something already. So that nothing is overwritten, name an empty folder.
cli-trial-only = A script can submit cards in trial mode only. Real cards are filled in by residents on the screen.
cli-differences = The recount found { $count ->
    [one] { $count } difference, named
   *[other] { $count } differences, each named
} above. Publish nothing yet: restore the record from a backup, or have it looked at.
cli-batches-refused = { $count ->
    [one] { $count } file was not loaded, for the reason above
   *[other] { $count } files were not loaded, for the reasons above
}; the rest is loaded.
cli-no-passphrase = Without a passphrase the office stays locked. Use --passphrase-file or PINGYI_PASSPHRASE, or type it in a terminal.
cli-office-made = The office is made: { $dir }. Its fingerprint is { $fingerprint }. Print the recovery sheet { $sheet }, lock it away, then run `pingyi office recovery --prove`, which removes the file.
cli-head-device = Device
cli-head-batch = Batch
cli-head-week = Week
cli-head-outcome = Outcome
cli-head-state = State
cli-head-fingerprint = Fingerprint
cli-head-visit = Needs a visit
cli-head-subject = Subject
cli-head-criterion = Criterion
cli-head-raters = Raters
cli-head-score = Rate or mean
cli-head-grade = Grade
cli-head-case = Case
cli-head-due = Due
cli-head-plan = Plan
cli-head-category = Category
cli-head-channel = Way
cli-head-loaded = Loaded
cli-head-ratings = Rating sheets
cli-head-opinions = Opinions
cli-head-aside = Set aside
cli-head-root = Root
cli-head-destroyed = Destroyed
cli-verify-destroyed = Of these, the originals of { $count ->
    [one] { $count } batch
   *[other] { $count } batches
} were destroyed by list; what they came to is as it was written down then.
cli-load-new = New: { $ratings ->
    [one] { $ratings } rating sheet
   *[other] { $ratings } rating sheets
}, { $opinions ->
    [one] { $opinions } opinion sheet
   *[other] { $opinions } opinion sheets
}
cli-load-repaired = Loaded before; its original was missing or another and was put back from the stick
cli-load-present = Loaded before; nothing was counted twice
cli-load-missing = Batch { $numbers } of { $device } is missing: sync that device once more.
cli-load-enrolment = { $device } asks to be accepted, fingerprint { $fingerprint }. Compare the first groups in that device's staff area, then accept it: pingyi office accept { $device } --fingerprint LAST-EIGHT-DIGITS.
cli-load-overdue = { $device } has brought no batch for too long: go and sync it.
cli-device-waiting = waiting
cli-device-accepted = accepted
cli-device-revoked = revoked
cli-device-retired = retired, more to come
cli-device-withdrawn = retired, its last batch is here
cli-tally-plan = “{ $title }” { $period }: { $sheets ->
    [one] { $sheets } rating sheet
   *[other] { $sheets } rating sheets
}
cli-case-provisional = { $date } (provisional)
cli-case-late = {" "}late
cli-case-part = { $first } to { $last } of { $total }
cli-case-extended = Extended to { $due }: { $reason }
cli-case-measures = { $standing }; answers for it: { $responsible }; by { $due }; inspects it: { $inspector }
cli-follow-up-holder = { $day }: the resident says
cli-follow-up-staff = { $day }: heard by staff ({ $way })
cli-pack-made = Pack { $number }: { $plans ->
    [one] { $plans } plan
   *[other] { $plans } plans
}, { $acks ->
    [one] { $acks } batch
   *[other] { $acks } batches
} acknowledged, { $statuses ->
    [one] { $statuses } status
   *[other] { $statuses } statuses
}, { $replies ->
    [one] { $replies } reply
   *[other] { $replies } replies
}, { $notices ->
    [one] { $notices } notice
   *[other] { $notices } notices
}.
cli-ledger-head = The ledger has { $length ->
    [one] 1 entry
   *[other] { $length } entries
}; the hash of the newest is { $head }.
cli-ledger-witness = { $device }: testifies by its batch of { $day }, had read pack { $pack }.
cli-ledger-no-witness = { $device }: has not testified yet.
cli-head-pack = Pack
cli-head-made = Made on
cli-head-entries = Entries
cli-head-ledger = Ledger head
cli-verify-done = Recounted { $batches ->
    [one] { $batches } batch
   *[other] { $batches } batches
}, { $ratings ->
    [one] { $ratings } rating sheet
   *[other] { $ratings } rating sheets
}, { $opinions ->
    [one] { $opinions } opinion sheet
   *[other] { $opinions } opinion sheets
}, { $cells ->
    [one] { $cells } figure
   *[other] { $cells } figures
}. Ledger head { $head }
cli-submitted = Saved; no receipt was wanted.
cli-sync-no-pack = The stick carries no pack.
cli-sync-known = Pack { $number } was read before.
cli-sync-imported = Pack { $number } is read: { $replies ->
    [one] { $replies } reply
   *[other] { $replies } replies
}, { $acknowledged ->
    [one] { $acknowledged } batch
   *[other] { $acknowledged } batches
} acknowledged.
cli-sync-written = Batch { $number } is written, { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}, read back and compared.
cli-lookup-no-day = The office has it; it named no day.
cli-sync-words = Every opinion that waited leaves in batch { $number }.
cli-sync-closed = “{ $plan }”, { $round }, has ended: its ratings leave in batch { $number }.
cli-sync-held-back = Ratings of “{ $plan }”, { $round }, leave after { $date }.
cli-lookup-received = The office has it and will reply by { $date }.
cli-lookup-in-progress = It is being worked on; the reply is due by { $date }.
cli-lookup-extended = It takes longer: the reply comes by { $date }. The reason:
cli-lookup-answered = Answered on { $date }:
cli-lookup-unreadable = It is answered, but this kiosk cannot open the reply: please ask at the office.
cli-lookup-counted = Your ratings are counted; there is no opinion to reply to.
cli-lookup-unknown = The office has no opinion under this receipt yet. Staff collect opinions once a week: look again in a few days.
cli-lookup-mistyped = { $reason }
cli-demo-title = A week played in { $dir } (seed { $seed })
cli-demo-step-office = Making the office, pairing the lobby kiosk and the tablet
cli-demo-step-cards = Residents fill cards
cli-demo-step-sync = Friday: syncing to the stick
cli-demo-step-load = Loading into the record
cli-demo-step-reply = Answering cases, making the pack
cli-demo-step-return = The pack comes back; receipts are looked up
cli-demo-step-round = 1 December: November has ended, and its ratings leave together
cli-demo-step-verify = Recounting from the original batches
cli-demo-head-what = What
cli-demo-head-lobby = Lobby
cli-demo-head-tablet = Tablet
cli-demo-head-sum = Sum
cli-demo-cards = Cards
cli-demo-receipts = Receipts
cli-demo-batches = Batches
cli-demo-bytes = Batch bytes
cli-demo-loaded = The record holds { $ratings ->
    [one] { $ratings } rating sheet
   *[other] { $ratings } rating sheets
} and { $opinions ->
    [one] { $opinions } opinion
   *[other] { $opinions } opinions
}
cli-demo-replies = { $replies } answered, pack { $pack }
cli-demo-lookups = { $lookups ->
    [one] { $lookups } look-up
   *[other] { $lookups } look-ups
}: { $answered } answered, { $waiting } in progress, { $counted } with ratings only, { $unknown } unknown
cli-demo-verified = Recounted from { $batches ->
    [one] { $batches } original batch
   *[other] { $batches } original batches
}: { $cells ->
    [one] { $cells } figure
   *[other] { $cells } figures
}, { $differences ->
    [one] { $differences } difference
   *[other] { $differences } differences
}
cli-demo-done = Look at { $dir }/office  lobby  tablet  stick  receipts/*.png  demo.json
cli-demo-round-title = A round of plan { $plan }: { $dir } (seed { $seed })
cli-demo-step-announce = Announcing, giving out voting slips, making the pack
cli-demo-step-held = Counting, deciding, posting, reporting, archiving
cli-demo-not-played = Plan { $plan } is not played, for this version does not enforce: { $rules }
cli-demo-round-stands = “{ $title }” { $round }: { $state }
cli-demo-round-slips = Voting slips: { $issued } given out, { $collected } collected
cli-demo-round-cards = Cards: { $cards }; receipts: { $receipts }; opinions: { $opinions }, answered: { $replies }
cli-demo-head-subject = Subject
cli-demo-head-raters = Raters
cli-demo-head-vote = Grade of the vote
cli-demo-head-grade = Grade decided
cli-demo-round-posted = Posted from { $from }
cli-demo-round-posted-until = Posted from { $from } until { $until }
cli-demo-round-done = Look at { $dir }/archive (files: { $files }), office, lobby, tablet, stick, demo.json
cli-demo-stage-note = Done as the plan says; the papers are in cabinet 3
cli-demo-body-reason = The goals of the year were met otherwise than the vote has it; decided together
cli-demo-statement = I accept the evaluation and will mend each point
cli-demo-objection = Please explain how the votes were counted
cli-demo-objection-answer = Explained in person, with the count
cli-demo-report-text = See the tables
cli-demo-proposal-by = Li Ming and four other representatives
cli-demo-proposal-discussed = Each spoke; some feared for the time it takes, which was explained
cli-demo-proposal-minority = Some hold that the pipes should be mended first
cli-demo-proposal-to = The property group of the committee
cli-demo-proposal-executed = The contract is signed and work has begun
cli-demo-archive-class = Evaluation
cli-screens-drawn = { $count ->
    [one] { $count } screen is
   *[other] { $count } screens are
} drawn.
cli-pen-line = Line { $line } is not ink ({ $reason }). Write "strokes":[[[x,y],…],…] on one line.
cli-pen-lines = { $count ->
    [one] { $count } line could not be read, named above; correct it
   *[other] { $count } lines could not be read, each named above; correct them
} and try again.
cli-pen-model = Handwriting cannot be used: { $reason }. Install the program again.
cli-pen-letters = Line { $line } is not pinyin. Write letters, with spaces or ' between syllables if you like.
cli-pen-pinyin = Pinyin cannot be used: { $reason }. Install the program again.
cli-pin-is-set = The PIN is set.
cli-renewed = This device is called { $device } now and has a new key. { $batches ->
    [one] One batch that the office may lack is written again.
   *[other] { $batches } batches that the office may lack are written again.
} Please sync, then accept it on the office's page of devices by its fingerprint { $fingerprint }.
cli-clock-set = This kiosk’s clock shows { $now } now.
cli-no-pin = No PIN was given and there is no terminal to ask at. Use --pin-file, or run this in a terminal.
cli-pins-differ = The two PINs differ; none was set. Please try again.
cli-head-revision = Revision
cli-head-title = Title
cli-head-notice = Notice
cli-head-posted = Posted
cli-plan-carried = in every pack
cli-plan-left-out = in no pack
cli-passphrases-differ = The two passphrases differ. Begin again.
cli-verify-signed-from = From entry { $entry } on every entry of the ledger is signed by a person; what stands before it is vouched for by the hash of entry { $entry } alone.
cli-passphrase-proposed = No idea for a passphrase? This one will do (write it on paper and keep that safe): { $proposed }
cli-restored = Put back into { $path }: the backup of { $day }, { $files } files. By this backup these work here: { $people }; whoever was removed since can open it again, so remove them now (pingyi office person remove). Sync each kiosk soon: what they still keep comes again.
cli-tally-leading = most: { $answer }
cli-head-template = With the program
cli-head-blanks = To fill in
cli-head-not-enforced = Not enforced yet
cli-plan-no-template = No plan { $plan } comes with the program. See office plan list.
cli-head-round = Round
cli-head-leaves-from = leaves from
cli-head-missing = still to come
cli-head-came = came
cli-head-days = Days
cli-head-next = Next
cli-head-name = Name
cli-head-vote = Vote
cli-head-told = Told
cli-head-reason = Reason
cli-head-group = Group
cli-head-slips = Slips
cli-head-voided = Void
cli-head-commitment = Check
cli-slips-account = { $plan } ({ $round }): { $issued } given out, { $collected } collected, { $refused } handed in twice and refused.
