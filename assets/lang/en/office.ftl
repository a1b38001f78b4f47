# office
office-name = Pingyi · Office
office-trial-ribbon = Trial mode: practice data only; it never enters a real record
office-nav-week = This week
office-nav-load = Load
office-nav-cases = Opinions
office-nav-tallies = Results
office-nav-pack = Pack
office-nav-notices = Notices
office-nav-plans = Plans
office-nav-devices = Devices
office-nav-check = Check
office-nav-about = About
office-lock = Lock the office
office-dismiss = Understood
office-day = { $weekday } { $day } { $month }
office-full-day = { $day } { $year }
office-weekday-1 = Mon
office-weekday-2 = Tue
office-weekday-3 = Wed
office-weekday-4 = Thu
office-weekday-5 = Fri
office-weekday-6 = Sat
office-weekday-7 = Sun
office-month-1 = Jan
office-month-2 = Feb
office-month-3 = Mar
office-month-4 = Apr
office-month-5 = May
office-month-6 = Jun
office-month-7 = Jul
office-month-8 = Aug
office-month-9 = Sep
office-month-10 = Oct
office-month-11 = Nov
office-month-12 = Dec
office-left-answered = Answered { $day }
office-left-today = Due today
office-left-tomorrow = Due tomorrow
office-left-late = { $days ->
    [one] { $days } day
   *[other] { $days } days
} late
office-left-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} left
office-busy-founding = Making the office's keys…
office-busy-unlocking = Unlocking; this takes a few seconds…
office-busy-loading = Reading the stick; please leave it in…
office-busy-packing = Writing the stick and reading it back; please leave it in…
office-busy-checking = Counting again from the original batches…
office-busy-backup = Making the backup…
office-busy-restoring = Restoring from the backup, file by file…
office-busy-short = One moment…
office-found-title = Make the office
office-found-below = There is no evaluation record on this computer yet. Make one, or try it out first.
office-found-real = For real use
office-found-name = Name of the community
office-found-place = Office address
office-found-telephone = Telephone
office-found-passphrase = Passphrase (input method off)
office-found-again = Once more
office-found-lacks-fields = Please fill in name, address and telephone. They are printed on residents' receipts.
office-found-lacks-same = The two passphrases are not the same yet.
office-found-ready = All is filled in; ready.
office-found-make = Make the office
office-found-trial = Try it first
office-found-trial-text = Opens a trial office to go the whole way; no passphrase needed. Trial data never mixes with a real record.
office-found-trial-open = Open the trial office
office-found-recovery = Recovery sheet
office-found-recovery-text = A recovery sheet is made with the office. Print it, seal it and lock it away: when every passphrase is lost, it alone opens the office.
office-restore-title = Restore from a backup
office-restore-folder = The backup’s folder (PINGYI-BACKUP-…)
office-restore-passphrase = The passphrase of then
office-restore-second = A second person’s (only where two open it)
office-restore-do = Restore
office-restored = Restored from the backup of { $day }: { $files ->
    [one] { $files } file
   *[other] { $files } files
}, and a recount found no difference. By this backup these work here: { $people }; whoever was removed since can open it again, so remove them on the page People. Make a pack and take it to every machine: they bring what came after the backup once more.
office-restored-differs = Restored from the backup of { $day }, but a recount found { $count ->
    [one] { $count } difference
   *[other] { $count } differences
}. See which on the page of checks, and publish nothing before it is cleared up. By this backup these work here: { $people }; remove whoever has left since.
office-unlock-below = The record is locked. Enter the passphrase to open it.
office-unlock-passphrase = Passphrase
office-unlock-two = It takes two persons: each types a passphrase of their own. Who types first sits at the desk, and what is done bears their name.
office-unlock-second = The second person’s passphrase
office-unlock-trial = This is a trial office; no passphrase is needed.
office-unlock-open = Open
office-week-title = The week in three steps
office-week-stick = Stick in use:
office-week-no-stick = No stick is plugged in
office-week-free = { $name } ({ $free } free)
office-week-folder = Use a folder instead of a stick
office-week-folder-path = Full path of the folder
office-week-folder-choose = Use this folder
office-week-load = Load
office-week-answer = Answer
office-week-pack = Pack
office-week-done = Done
office-week-now = Now
office-week-later = Later
office-week-load-plug = Please plug in the stick that came back from the kiosks.
office-week-load-ready = The stick is in; ready to load.
office-week-loaded = { $batches ->
    [one] { $batches } batch
   *[other] { $batches } batches
} loaded, { $opinions ->
    [one] { $opinions } new opinion
   *[other] { $opinions } new opinions
}, { $refused } refused.
office-week-load-do = Load the stick
office-week-answer-none = No opinions are waiting for an answer.
office-week-answer-text = { $open } waiting for an answer, { $overdue } of them late.
office-week-answer-do = Go and answer
office-week-pack-text = Write answers, notices and acknowledgements to the stick for the kiosks.
office-week-packed = Pack { $number } is written.
office-week-pack-do = Make the pack
office-expect-title = What the stick will bring
office-expect-words = Opinions: all that were written at the kiosks; how many is known when they are loaded.
office-expect-over = Ratings: { $plan } { $round } has ended; { $devices } did not bring them yet. Too few of them wait for the next round and do not come now.
office-expect-runs = Ratings: { $plan } { $round } is running; they come with the first sync from { $day }.
office-expect-closed-by-hand = Ratings: { $plan } { $round } comes from { $devices }, when it was closed there.
office-attention-title = Worth a look
office-attention-none = Nothing else needs attention.
office-attention-look = Look
office-attention-cases = { $count ->
    [one] { $count } opinion is past its due date
   *[other] { $count } opinions are past their due date
}.
office-attention-measures = { $count ->
    [one] One matter is not put right by its day
   *[other] { $count } matters are not put right by their day
}.
office-attention-waiting = Device { $device } waits for its fingerprint to be compared.
office-attention-quiet = Device { $device } has sent no batch for { $days ->
    [one] { $days } day
   *[other] { $days } days
}; please have a look at it.
office-attention-missing = Batches of { $device } are missing. Sync once more at that device to bring them.
office-load-title = Load
office-load-below = What the stick brought, what was refused, what is missing
office-load-ratings = { $count ->
    [one] new rating sheet
   *[other] new rating sheets
}
office-load-opinions = { $count ->
    [one] new opinion
   *[other] new opinions
}
office-load-refused = { $count ->
    [one] file not loaded
   *[other] files not loaded
}
office-load-missing = { $count ->
    [one] batch missing
   *[other] batches missing
}
office-load-missing-one = Batch { $number } is missing. Sync once more at the device to bring it.
office-load-new = New
office-load-new-line = { $file } ({ $week }): { $ratings ->
    [one] { $ratings } rating
   *[other] { $ratings } ratings
}, { $opinions ->
    [one] { $opinions } opinion
   *[other] { $opinions } opinions
}
office-load-aside = { $count ->
    [one] { $count } sheet
   *[other] { $count } sheets
} set aside
office-load-repaired = Put back
office-load-present = Already here
office-load-refused-one = Refused
office-load-on = Go to the opinions
office-enrol-title = New device { $device } asks to join
office-enrol-text = Go to the device and open its staff area: compare the first four groups, and type the last two from its screen.
office-enrol-replaces = Another key was accepted under this name before; accepting replaces it.
office-enrol-typed = The last eight digits of the fingerprint of { $device }
office-enrol-accept = Accept
office-cases-title = Opinions
office-cases-below = Soonest due first. Up and down select, Enter opens.
office-cases-open = Open
office-cases-overdue = Late
office-cases-answered = Answered
office-cases-registered = Registered here
office-cases-rectifying = Putting right
office-cases-revisiting = Rating awaited
office-cases-all = All
office-cases-plans = All plans
office-cases-none = No opinions here.
office-cases-provisional = provisional
office-cases-part = { $first } to { $last } of { $total }
office-cases-before = Previous page
office-cases-after = Next page
office-case-number = Opinion { $number }
office-case-written = The resident wrote
office-case-reply = The answer
office-case-due = Due
office-case-extended-to = Extended to
office-case-extended-why = Why its term was extended: { $reason }
office-case-extend = Extend the term
office-case-extend-days = By how many working days, at most { $most }
office-case-extend-reason = Why; the resident reads it at the kiosk with the receipt
office-case-left = Time left
office-case-received = Received
office-case-category = Category
office-case-no-receipt = This resident took no receipt: the answer stays in the record and reaches nobody.
office-case-registered = It was registered here, and nobody waits for it with a receipt: tell whoever brought it.
office-case-answer = Your answer, which the resident reads at the kiosk with the receipt
office-case-room = Room for about { $count ->
    [one] { $count } Chinese character
   *[other] { $count } Chinese characters
}
office-case-too-long = The answer is too long; please shorten it.
office-case-send = Answer, in the next pack
office-case-start = Begin work
office-case-hand-on = Note who answers for it
office-case-responsible = Who answers for it (may stay empty)
office-case-responsible-is = Answers for it: { $name }
office-measures-title = Putting right
office-measures-begin = Set measures
office-measures-late = late
office-measures-responsible = Answers for it
office-measures-inspector = Inspects it
office-measures-due = To be done by
office-measures-inspected = Inspected
office-measures-optional = { $name } (may stay empty)
office-measures-due-latest = To be done by, at the latest { $latest }
office-measures-due-typed = To be done by, such as { $today }
office-measures-words = What is done
office-measures-words-again = What is done now, or what was found this time
office-measures-conclusion = What was found
office-measures-do = Set these measures
office-measures-found-done = Found done
office-measures-found-open = Found not done
office-case-back = Back to the list
office-register-title = Register one
office-register-below = An opinion that came on paper, by the opinion box, in a meeting, by telephone or by word of mouth
office-register-no-plan = No plan in use takes opinions in any of these ways.
office-register-plan = The evaluation
office-register-channel = How it came
office-register-day = The day it came, such as { $today }; empty is today. Its term counts from there.
office-register-category = What it is about, where that was said
office-register-subject = Whom it is about, only where that was said
office-register-words = What was said or written, word for word; leave out who it was
office-register-lacks = The way it came, a day that can be read and the words are needed.
office-register-do = Register
office-tallies-title = Results
office-tallies-below = Counted from the rating sheets loaded
office-tallies-none = No results yet. They appear once a stick is loaded.
office-tallies-sheets = { $count ->
    [one] { $count } rating sheet
   *[other] { $count } rating sheets
}
office-tallies-raters = { $count ->
    [one] { $count } rater
   *[other] { $count } raters
}
office-tallies-full = For the office only, not to be posted: { $raters ->
    [one] { $raters } rater
   *[other] { $raters } raters
}
office-tallies-full-row = for the office only
office-tallies-suppressed = “—”: too few people stand behind the figure, so it is not posted.
office-pack-title = Pack
office-pack-below = You are told to pull the stick only after it was written and read back
office-pack-carries = The next pack will carry
office-pack-plans = { $count ->
    [one] plan
   *[other] plans
}
office-pack-replies = { $count ->
    [one] answer
   *[other] answers
}
office-pack-notices = { $count ->
    [one] notice
   *[other] notices
}
office-pack-devices = { $count ->
    [one] device acknowledged
   *[other] devices acknowledged
}
office-pack-do = Make it and write it
office-pack-made = Pack { $number }, { $file }: { $plans ->
    [one] { $plans } plan
   *[other] { $plans } plans
}, { $acks ->
    [one] { $acks } acknowledgement
   *[other] { $acks } acknowledgements
}, { $replies ->
    [one] { $replies } answer
   *[other] { $replies } answers
}, { $notices ->
    [one] { $notices } notice
   *[other] { $notices } notices
}. Read back and found the same.
office-devices-title = Devices
office-devices-below = Kiosks and tablets
office-devices-none = No devices yet. Take the first pack to a kiosk to pair it; the device then enrols with the stick.
office-devices-waiting = Waiting
office-devices-accepted-state = Accepted
office-devices-revoked = Revoked
office-devices-retired = Retired, its last batches are still to come
office-devices-withdrawn = Retired, its last batch is here
office-devices-withheld = Retired, its last batch is here; some ratings were too few, were not counted and are destroyed
office-devices-quiet = quiet for { $days ->
    [one] { $days } day
   *[other] { $days } days
}
office-devices-missing = { $number } missing
office-devices-former = Was { $former } before, and has a new key. Accepting it ends { $former }; ratings that somebody else brought with the former key count no more.
office-devices-fingerprint = Key fingerprint
office-devices-batch = Newest batch
office-plans-title = Plans
office-plans-below = What is evaluated, by whom and when
office-plans-open = Open today
office-plans-closed = Not open today
office-plans-line = { $id } · revision { $revision } · after { $source }
office-plans-add = Add a plan
office-plans-path = Full path of the plan file (.toml; an .xlsx form is drafted first)
office-plans-do = Check and add
office-plans-fault = Line { $line }: { $fault }
office-plans-write = Write a plan
office-plans-write-below = Begin with one that comes with the program and fill in names, days and figures; or with an empty one.
office-plans-empty = Empty plan
office-plans-change = Change
office-plans-go-on = Go on writing
office-plans-drop = Drop it
office-nav-slips = Slips
office-slips-title = Voting slips
office-slips-below = Printed and made void; how many were given out and came back
office-slips-issue = Print
office-slips-no-plan = No plan in use asks for slips. Take one up under Plans first.
office-slips-no-device = No device is in service. Accept one under Devices first.
office-slips-round = For which round
office-slips-device = On which device they are used
office-slips-number = Slips { $group }
office-slips-path = The file to make (.html, printed on A4)
office-slips-large = Large type (8 to a page)
office-slips-secret = The numbers are in this file alone: print it, cut the slips, fold them and let people draw; then delete the file. Nobody writes down who has which.
office-slips-print = Make the slips
office-slips-account = { $issued } given out · { $collected } came back
office-slips-refused = handed in twice: { $count }
office-slips-line = { $device } { $group } · { $number } printed · { $voided } void
office-slips-void = Make slips void
office-slips-which = Which become void
office-slips-all-of = All of { $device }
office-slips-codes = Or type the numbers on the slips, one a line
office-slips-reason = Why (the ledger keeps it)
office-slips-void-do = Make void
office-slips-keep = Keep them
office-plan-new = New plan
office-plan-line = { $id } · revision { $revision }
office-plan-take-up = Take this plan up (Ctrl+S)
office-plan-next = Next one (Ctrl+J)
office-plan-back = Back
office-plan-ready = Nothing left to mend
office-plan-open = { $count ->
    [one] { $count } place to fill in or mend
   *[other] { $count } places to fill in or mend
}
office-plan-card = Card
office-plan-whole = Text
office-plan-whole-below = The whole text of the plan (TOML). What the form has no field for, and comments, stand here and stay as they are.
office-plan-more = Add
office-plan-all-fields = Rare fields too
office-plan-with = Put in
office-plan-without = Leave out
office-plan-add = Add: { $what }
office-plan-remove = Remove: { $what }
office-plan-up = Move up: { $what }
office-plan-blank = to fill in
office-plan-fill-in = Please fill in what the community decided.
office-plan-no-card = There is no card to see yet: the plan needs somebody to evaluate and something to ask, and its text must read.
office-plan-stands = Upright screen
office-notices-title = Notices
office-notices-below = The next pack carries notices to every kiosk
office-notices-results = Post results
office-notices-post = Post results
office-notices-own = Write one
office-notices-heading = Heading
office-notices-body = Text
office-notices-post-own = Post it
office-check-title = Check
office-check-below = Counts again from the original batches and compares every figure of the record
office-check-do = Check now
office-check-good = Everything agrees
office-check-bad = { $count ->
    [one] { $count } difference
   *[other] { $count } differences
}. Please leave everything as it is and call the technician.
office-check-counted = Counted again: { $batches ->
    [one] { $batches } batch
   *[other] { $batches } batches
}, { $ratings ->
    [one] { $ratings } rating
   *[other] { $ratings } ratings
}, { $opinions ->
    [one] { $opinions } opinion
   *[other] { $opinions } opinions
}, { $cells ->
    [one] { $cells } figure
   *[other] { $cells } figures
}, { $ledger ->
    [one] { $ledger } ledger entry
   *[other] { $ledger } ledger entries
}.
office-about-title = About and settings
office-about-fingerprint = Office key fingerprint, to compare with a kiosk's screen
office-about-community = Community number
office-about-ledger = Ledger head
office-about-folder = Where the record lies
office-about-version = Version
office-leave-title = Something is half-written
office-leave-text = If you leave now, an answer or notice that was not sent is dropped.
office-leave-stay = Stay and finish
office-leave-go = Drop it and leave
office-sample-refused = The signature does not match, so nothing of the batch was taken. Please sync once more at the device.
office-devices-revoke = Revoke this device
office-devices-revoke-sure = Once revoked, every batch from { $device } is refused. Do this only if the device is lost or its key is out.
office-devices-revoke-do = Yes, revoke it
office-devices-revoke-not = Keep it
office-devices-retire = Retire this device
office-devices-retire-sure = Once { $device } has read the next pack it takes no more cards, brings what it holds and wipes itself, and cannot be taken back into service. Ratings of a round that has not stood there for 14 days are not counted: better after a round has ended and was synced.
office-devices-retire-do = Yes, retire it
office-devices-retire-not = Keep it
office-devices-version = Program version { $version }
office-devices-pin-code = Forgotten PIN: make a code on paper
office-devices-pin-code-noted = It is written down
office-plans-carried = in every pack
office-plans-left-out = left out of packs
office-plans-enable = Put it into packs
office-plans-disable = Leave it out of packs
office-busy-closing = Reading or writing just now. Please close the window after this step.
office-case-answered-on = Answered
office-notices-none = Nothing is posted yet.
office-case-publish = Make a notice of it
office-revisit-holder = The resident says
office-revisit-staff = Heard by staff ({ $way })
office-revisit-of = Reply { $reply } · { $fate }
office-revisit-waits = The resident may rate the reply with the receipt until { $day }.
office-revisit-begin = Note what staff heard
office-revisit-below = What was heard by telephone or at the door is noted here; it is not the resident’s own rating. One grade, and it is noted.
office-revisit-words = What was said (may stay empty)
office-revisit-by-telephone = by telephone
office-revisit-by-visit = at the door
office-revisit-by-meeting = in a meeting
office-notices-of-opinion = { $title }: an opinion and its reply
office-notices-opinion-and-reply = Opinion: { $opinion }
    Reply: { $reply }
office-notices-drafted = Opinion and reply stand in the notice below. Take out whatever tells who wrote it, then post it.
# The real office after a trial
office-real-begin = Set up the real office
office-real-text = Tried enough? The real office gets a folder of its own; the trial data stays as it is and never mixes with it.
office-found-below-trial = The real office gets a folder of its own. The trial office stays as it is and never mixes with it.
office-found-trial-back = Back to the trial office
office-recovery-title = Recovery sheet
office-recovery-print = Print the recovery sheet now
office-recovery-text = Open the file below and print it, or copy the ten groups onto paper; seal it and lock it away. When every passphrase is lost it alone opens the office; whoever has it and this folder can open everything.
office-recovery-file = File of the recovery sheet
office-recovery-on = To this week
office-week-pack-first = First make the first pack: plug in a stick, and take plans and the office's public key to the kiosks.
office-week-load-first = There is nothing to load until the kiosks have had their first pack.
# When a date is in doubt
office-ask-title = Please check the date
office-ask-day-field = Today's date (8 digits, e.g. 20261129)
office-ask-week-field = The week on the batch (e.g. 2036-W05)
office-ask-week = First look at the kiosk's date and set it right. If batches of { $week } are to be loaded all the same, type that week.
office-ask-stay = Not now
office-ask-go = Checked; go on
office-load-doubt = Load it all the same…
office-thread-lost = That step did not finish, and the office was locked. Open it and try once more; if it stops again, close the program and start it anew.
office-about-recovery = Write the recovery sheet again
office-found-person = Your name (the ledger says who did what)
office-recovery-type = Type groups { $first } and { $second } from the paper
office-recovery-prove = Prove it, and remove the file
office-recovery-proved = The recovery sheet is proved to be on paper.
office-recovery-unproved = The recovery sheet was never proved
office-recovery-unproved-text = Nobody knows whether it is on paper. Make a new one, print it and type two groups back; the one before opens nothing from then on.
office-recovery-later = Prove it later
office-people-title = People
office-people-own = at the desk now
office-people-since = since { $day }
office-people-removed = removed on { $day }
office-people-remove = Remove
office-people-alone = Everybody opens the office with a passphrase of their own
office-people-together = It takes any two together to open the office
office-people-key-first = The opening key is the one of the founding
office-people-key-day = The opening key was renewed on { $day }
office-people-renew = Renew the key
office-people-two-on = Let it take two
office-people-two-off = Let one open it
office-people-text = Everybody has a passphrase of their own, and every entry of the ledger is signed by who made it. Let a new colleague type theirs.
office-people-name = Name
office-people-passphrase = Passphrase (input method off)
office-people-add = Add
office-attention-recovery = The recovery sheet is not printed and proved yet.
office-attention-backup = The last backup is of { $day }: time for another.
office-attention-backup-none = This office has no backup yet.
office-attention-backup-key = The opening key was renewed after the last backup, which does not hold the new one: what is sealed to it would open for nobody. Make another backup now.
office-backup-title = Backup
office-ledger-title = Ledger
office-ledger-head = { $length ->
    [one] 1 entry
   *[other] { $length } entries
} · { $head }
office-ledger-text = Every pack carries the head of the ledger to the kiosks, and every batch brings back what its kiosk has seen, signed: whoever changed the ledger, cut it or went back to an older copy is contradicted by them.
office-ledger-no-device = No kiosk is in service yet.
office-ledger-packs = The ledger as the newest packs carried it:
office-ledger-pack = Pack { $pack } ({ $day }): { $length ->
    [one] 1 entry
   *[other] { $length } entries
} · { $head }
office-ledger-not-yet = has not testified yet
office-ledger-differs = does not agree
office-ledger-lost = testifies to the ledger before it was restored
office-ledger-late = silent for more than two weeks
office-ledger-agrees = agrees
office-ledger-seen = batch of { $day }, had read pack { $pack }
office-backup-last = Last backup: { $day }
office-backup-none = There is none yet.
office-backup-text = Copies the whole office into a new folder; what is sealed stays sealed there. Use a disk of its own and lock it away, not the stick that travels every week.
office-backup-place = Into which folder
office-backup-do = Back up now

office-propose = Propose a passphrase
office-proposed = Write it on paper and keep that safe, then type it twice above:
office-recover-title = Passphrase lost: open with the recovery sheet
office-recover-link = Passphrase lost? Use the recovery sheet
office-recover-text = Type the ten groups of the recovery sheet and choose a new passphrase. A new sheet is made then, and the one in your hand opens nothing more.
office-recover-digits = The ten groups
office-recover-name = Your name
office-recover-do = Open the office
office-recover-back = Back to the passphrase
office-recover-lacks-digits = A recovery sheet has 50 digits.
office-recover-lacks-name = Enter your name.
office-recover-ready = Ready to be opened.
office-tallies-leading = most: { $answer }
office-nav-rounds = Rounds
office-rounds-title = Rounds
office-rounds-below = How far each round has come, and what to do next.
office-rounds-none = No round was announced yet. Choose a plan below and announce one.
office-rounds-announce = Announce the next round
office-rounds-announce-one = Announce “{ $title }”
office-rounds-call-one = Call “{ $title }” besides
office-rounds-call-again = Call it again
office-ballots-title = Votes by each way
office-ballots-entered = No. { $number } ({ $day }) { $said }
office-ballots-taken-back = Taken back: { $reason }
office-ballots-take-back-reason = Why counts are taken back (where they are wrong)
office-ballots-take-back = Take back no. { $number }
office-ballots-issued = Papers given out
office-ballots-valid = Valid
office-ballots-void = Void (reason { $place })
office-ballots-void-reason = Why void (reason { $place })
office-ballots-abstained = Abstained
office-ballots-answer = { $criterion }: { $answer }
office-ballots-scores = score=papers with spaces between, e.g. 90=3 85=2
office-ballots-rated = Papers that rate this one (empty: all valid ones)
office-ballots-tellers = Who counted (commas between names)
office-proposals-title = Proposals
office-proposals-by = Put forward by
office-proposals-spoken = Put by word of mouth
office-proposals-amount = Amount (yuan)
office-proposals-text = { $step }
office-proposals-to = Who carries it out
office-proposals-due = To be done by (year-month-day, may be left out)
office-proposals-note = Note: { $step }
office-rounds-not-before = The next step can be taken from { $day } on.
office-rounds-open = Look at { $round }
office-rounds-next = { $next } · { $round }
office-rounds-days = { $first } to { $last }
office-rounds-from = From { $first }
office-round-back = Back to the rounds
office-round-tell-by = Those evaluated are told by { $day }.
office-round-posted-until = Posted until { $day }.
office-round-reported = Reported to { $to } on { $day }.
office-round-archived = Archived as { $class }.
office-round-vote = Grade of the vote: { $grade }
office-round-told = Told on { $day }
office-round-objection = Objection { $number } · { $day }
office-round-consequence = { $name }: { $text }
office-stages-title = Stages
office-stages-paper = Where { $paper } lies
office-stages-note = Note (may stay empty)
office-stages-done = Done: { $name }
office-stages-late = late
office-stages-on = done { $day }
office-stages-due = by { $day }
office-announce = Announce on a large screen
office-announce-back = Back
office-announce-grade = { $name }: { $grade }
office-minutes-title = Minutes
office-minutes-write = Write the minutes
office-round-not-a-number = One of the fields holds no number.
office-round-count-below = Load what every kiosk has brought, then count; a round is counted once.
office-round-count-now = Count without waiting
office-round-by-vote = The vote decides.
office-round-reason-of = { $name }: reason, where it is not the vote
office-round-members = Members (commas between)
office-round-tell = { $name } was told
office-round-words = Text
office-round-report-to = To whom (empty: as the plan says)
office-round-class = Class (empty: as the plan says)
office-round-years = Years (empty: as the plan says)
office-round-path = File or folder
office-round-besides = What else can be done
office-round-reason = Reason or text
office-nav-calendar = Holidays
office-calendar-title = Holidays
office-calendar-below = Paste the notice of the State Council, compare it with the sheet (H: holiday, W: worked), and take it in. Terms are counted by it, and the next pack tells the kiosks.
office-calendar-missing = The holidays of { $year } are not known yet; days of { $year } are provisional. The notice usually comes between October and December.
office-calendar-paste = The notice (Ctrl+V, with its title)
office-calendar-empty = Once it is pasted, each holiday stands here with its days off and the weekends worked for it, and below it the year as a sheet.
office-calendar-year = Holidays of { $year }
office-calendar-amends = Holidays of { $year }, changed by this notice
office-calendar-days = { $count ->
    [one] { $count } day off
   *[other] { $count } days off
}
office-calendar-worked = { $days } worked
office-calendar-day = { $month }/{ $day }
office-calendar-and = {", "}
office-calendar-sum-right = The days add up: Mondays to Fridays off { $off }, less weekends worked { $worked }, are the days granted by law, { $law }.
office-calendar-sum-wrong = The days do not add up: Mondays to Fridays off { $off }, weekends worked { $worked }, days granted by law { $law }. Please see whether a sentence of the notice is missing.
office-calendar-sum-seen = The notice says so
office-calendar-same = The holidays of { $year } are known like this.
office-calendar-accept = Take in { $year }
office-calendar-accepted = Taken in on { $day }
office-calendar-built-in = Came with the program
office-calendar-mark-off = H
office-calendar-mark-worked = W
office-month = { $month } { $year }
office-attention-calendar = The holidays of { $year } are not known yet; next year’s last days are provisional.
office-cases-due-today = Due today
office-cases-due-soon = Within 3 days
office-cases-mine = Mine
office-cases-search = Search (Ctrl+F): words of opinions, answers and drafts
office-cases-not-found = None has all these words.
office-cases-order = Order
office-cases-order-due = By last day
office-cases-order-newest = Newest first
office-cases-order-responsible = By person
office-cases-picked = { $count ->
    [one] { $count } opinion
   *[other] { $count } opinions
} picked
office-cases-hand-to = Person who answers for them
office-cases-assign = Hand to this person
office-cases-pick-none = Pick none
office-cases-pick = Pick no. { $number }
office-cases-draft = Draft
office-cases-left = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
office-cases-left-provisional = ~{ $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
office-cases-column-number = No.
office-cases-column-left = Left
office-cases-column-person = Person
office-cases-column-kind = Category
office-cases-column-words = What was written
office-case-send-next = Answer, and next
office-outbox-title = Waiting for the next pack
office-outbox-below = Until it is made, answers may be changed and taken back. Residents read them as they stand here.
office-outbox-none = Nothing new waits: all was carried by the last pack.
office-outbox-acks = { $count ->
    [one] { $count } batch is acknowledged
   *[other] { $count } batches are acknowledged
}
office-outbox-answer = No. { $number }: { $reply ->
    [1] Answer
   *[other] Reply { $reply }
}, { $day }
office-outbox-open = Change
office-outbox-take-back = Take back
office-outbox-notice = Notice { $number }: { $title }
office-outbox-take-down = Take down
office-notices-down = Taken down { $day }
office-case-waits = Waits for the next pack: it can be changed and taken back until that is made.
office-case-change = Change the answer
office-case-take-back = Take it back
office-case-further = Further reply (read after the answer)
office-case-further-send = Add this reply
office-case-carried = The answer stays as it is; more can be said.
