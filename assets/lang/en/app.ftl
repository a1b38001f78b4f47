# app
app-file = { $path } cannot be used: { $reason }. Check that the disk has free space and that the program may write there, then try again.
app-damaged = { $path } does not hold what this program wrote. Leave it as it is and restore the folder from a copy, or ask the office.
app-not-private = Other accounts of this computer can read { $path }, and that cannot be changed here: { $reason }. Start the program from the account that owns it, or have that account run: chmod -R go= on the folder.
app-in-use = { $path } is in use by { $program } (process { $process }) since { $since }; nothing was done. Close that window or let that command end, then try again.
app-not-paired = This kiosk is not paired with an office yet. Insert a stick with the office's pack and choose pairing.
app-already-paired = This kiosk is paired with an office already. To pair it with another one, sync first, then start with a new data folder.
app-same-name = This device is called { $device } already. A new key needs a new name as well, for instance with the next number at its end: the office knows batches by it.
app-name-taken = The office has a device called { $device } already, and gives no name twice. Nothing was changed. Please choose another, for instance with one more letter at its end.
app-batches-unknown = The office has batches { $numbers } of this device, which it does not know itself. If its data were put back from an older copy they are its own: add --unknown own. If not, somebody else made them: add --unknown forged, and they count no more after the new key. Nothing was changed.
app-other-name = This device is called { $device }, which is not what was typed. Nothing was changed.
app-other-channel = The evaluation { $plan } takes no cards on this device. Its rules name other ways; ask the staff where.
app-plan-not-open = The evaluation { $plan } takes no cards today. Choose another one.
app-card-not-fit = The card does not match its evaluation ({ $reason }). Start a new card.
app-pin-shape = A PIN has 4 to 12 digits. Choose one of that length.
app-clock-refused = The clock was not set: the day may not lie before the office’s last time ({ $office }) nor more than three months after it. Check the day and type it again; if it is right, sync with the stick first.
app-pin-missing = This kiosk has no staff PIN, so it can neither be paired nor taken into service. Set one in the staff area first; on a kiosk that is paired already, run pingyi kiosk pin on this computer.
app-pin-set = This kiosk has a staff PIN already; nothing was changed.
app-retired = This machine is retired and takes no more cards. Please use another machine, or hand cards and receipts in at the office.
app-machine = A computation inside this device failed ({ $what }). Restart the device; nothing was lost.
app-settings-unreadable = { $file } cannot be read: { $reason }. Check the path, or leave it out to use the defaults.
app-settings-syntax = { $file }, line { $line }: this is not valid TOML ({ $reason }). Write the line as: key = value
app-settings-unknown-key = { $file }, line { $line }: there is no setting { $key }. The closest one is { $nearest }; correct the name or remove the line.
app-settings-bad-value = { $file }, line { $line }: { $key } cannot be { $given }. Use: { $allowed }

app-office-trial-name = Trial Community
app-office-trial-place = Trial Community service hall
app-office-already-there = { $path } holds an office already. Open it, or choose an empty folder.
app-office-none = { $path } holds no office. Check the folder, or make an office first.
app-office-backup-on-server = The record of this office lives in PostgreSQL. Lock the office, dump its database with pg_dump, copy the whole folder of the office, and keep the two together.
app-office-backup-inside = { $path } lies inside the folder of the office and would be lost with it. Choose another place, best another disk.
app-office-no-backup = { $path } is no whole backup: its list or signature is missing, so it may have been interrupted. Take another backup.
app-office-backup-missing = { $path } is missing from the backup. Nothing was put back. Take another backup.
app-office-backup-changed = { $path } is not what it was when the backup was made: a failing disk, or somebody changed it. Nothing was put back. Take another backup.
app-office-backup-unsigned = { $path } is not the signature of this office over the list: somebody changed the backup. Nothing was put back. Take another backup, and keep this one as evidence.
app-office-backup-trial = { $path } is the backup of a trial, not of a real office. Nothing was put back. Choose the backup of the real office.
app-office-restore-over = { $path } is not empty, and nothing in it is overwritten. Rename or move that folder first, then restore; see to the old one when all is well.
app-office-step-backup = Copying
app-office-step-restore = Checking and copying file by file
app-office-done-backup = Backed up to { $path }. Put that disk away and lock it up.
app-office-done-destroyed = Destroyed by list: { $plan } { $round }, { $count ->
    [one] { $count } original batch
   *[other] { $count } original batches
}. Figures, notices and the ledger stay. The archive folder, reports and what lies in backups are elsewhere: destroy them too, before two persons or more.
app-office-overseers-missing = Two persons or more see to a destruction: name them.
app-office-unverified = A verification finds { $count ->
    [one] { $count } difference
   *[other] { $count } differences
}: settle that first, for what is destroyed cannot be looked at again.
app-office-name-missing = The community has no name yet. Enter the name residents know.
app-office-passphrase-weak = This passphrase is soon guessed (known passwords, runs of digits, one thing over and over). Take more words that have nothing to do with each other, or the six that the program proposes.
app-office-passphrase-letters = A new passphrase has only English letters, digits, signs and spaces. Switch the input method off and type it again: an input method learns what is typed and may write it another way next time.
app-office-not-enrolled = Device { $device } has not asked to be accepted. Sync that device first, then load its stick.
app-office-fingerprint-differs = These are not the last eight digits of the fingerprint of device { $device }; it was not accepted. Look at the device's staff page and type them again; if they stay different, do not accept it.
app-office-not-accepted = Device { $device } has not been accepted, so this batch was not counted. Compare its fingerprint and accept it, then load again.
app-office-too-many-waiting = { $most ->
    [one] { $most } device waits
   *[other] { $most } devices wait
} to be accepted already, so this one was not noted. Somebody may have planted them on the stick: use another one.
app-office-number-far = Batch { $number } of { $device } is far from the one before ({ $newest }) and was not loaded. Somebody else may have made it with the device's key: revoke the device, give it a new key there, and accept that.
app-office-round-to-come = The ratings of this batch belong to { $round }, but it was closed on { $date }; it was not loaded. Look at the kiosk's clock, sync, and bring the stick again.
app-office-record-differs = { $place } in the record is not what the ledger tells, and nothing was signed. Verify first; what cannot be put right is restored from a backup.
app-office-revoked = Device { $device } is revoked, so this batch was not counted. To use it again, compare its fingerprint and accept it once more.
app-office-after-last = Device { $device } is retired, and batch { $last } was its last. What comes after that is not its own and was not taken in.
app-office-original-differs = The batch kept as { $path } does not read back as what was counted, so nothing of it was noted. End every other program that writes to the office's folder, check the disk, then load again.
app-office-nothing-to-post = The evaluation { $plan } has no results to post yet. Post them once cards have come in.
app-office-plan-missing = This batch answers the plan “{ $plan }”, or a revision of it, that this office does not have. Add the plan, then load again: the kiosk keeps the batch, and nothing is lost.
app-office-key-lost = This batch is sealed to a key that was made later than the backup this office was restored from, so it does not open. It is not acknowledged: the kiosk keeps it, and nothing is lost. Restore a backup made after the key was renewed, then load again.
app-office-text-empty = The text is empty. Write something, then save.
app-cases-no-opinions = The plan { $plan } takes no opinions. Choose another plan.
app-cases-other-channel = By its rules nothing is registered on the plan { $plan } as: { $channel }. Choose a way that the plan names.
app-cases-not-of-plan = The plan { $plan } knows no { $place }. Choose from what the plan names.
app-cases-too-long = These are more words than an opinion holds. Shorten them, or register them in two parts.
app-cases-not-extendable = The plan { $plan } extends no term. Answer by the day that was promised.
app-cases-extended-already = The term of opinion { $number } was extended already, and is extended once only. Answer by its last day.
app-cases-term-over = The term of opinion { $number } ended on { $due }. It is extended before that day only; answer it now.
app-cases-not-waiting = Nobody waits for an answer to opinion { $number } from here; its term cannot be extended.
app-cases-extension-days = By the plan the term is extended by one working day or more. The most is { $most }.
app-cases-not-answered = Opinion { $number } is not answered yet. Answer it first; the measures follow.
app-cases-no-measures = Opinion { $number } has no measures that anybody could look at. Set them first.
app-cases-measures-done = The measures of opinion { $number } were found done; nothing is changed in them any more.
app-cases-responsible-missing = By the plan somebody answers for the measures. Say who.
app-cases-inspector-missing = By the plan somebody looks whether the measures were done. Say who.
app-cases-same-person = Who answers for the measures does not inspect them. Name somebody else.
app-cases-measures-day = By the plan the measures are done between { $earliest } and { $latest }. Choose a day of these.
app-cases-measures-past = That day is over. Choose { $earliest } or a later one.
app-cases-inspected-day = On { $day } nobody can have looked: type a day from { $earliest } to { $latest }.
app-cases-name-long = A name stands on one line and is no longer than this many characters: { $most }.
app-cases-words-long = That is too long. The most characters that it may have: { $most }.
app-cases-received-day = { $day } is no day on which it can have come: type one from { $earliest } to { $latest }.
app-office-differs = In the office record's table of { $table ->
    [batch] batches
    [device] devices
    [ledger] ledger entries
    [meta] basic facts
    [notice] notices
    [opinion_case] cases
    [pack] packs
    [plan] plans
    [objection] objections
    [posted] numbers of people behind notices
    [round] rounds
    [round_subject] what came of each subject
    [rater] numbers of raters
    [receipt] receipts
    [schema_step] steps of upgrades
    [sheet_seen] sheets
    [slip] voting slips
    [tally] counts
   *[other] { $table }
}, row { $row }, { $column ->
    [row] the whole row
    [body] text
    [title] heading
    [text] text
    [reply] reply
    [status] state
    [due_on] last day to reply
    [provisional] provisional
    [received_on] day received
    [answered_on] day answered
    [count] number
    [original] original file
    [file] file
    [event] what it tells
    [hash] hash
    [signature] signature
    [figures] figures behind it
    [signing_key] key
    [state] state
    [since] since
    [week] week
    [root] root
    [enabled] in packs
    [source] source
    [posted_on] day posted
    [ledger_head] ledger head
    [made_at] time
    [value] value
    [number] number
   *[other] { $column }
}: the ledger and the originals say { $expected }, the record says { $found }. Leave it as it is and compare with a copy.
app-office-not-told = The program of that time did not tell the ledger of this, so it was not compared: { $table ->
    [device] devices
    [meta] basic facts
    [opinion_case] cases
    [plan] plans
    [posted] numbers of people behind notices
   *[other] { $table }
}, { $column ->
    [row] the whole row
    [due_on] last day to reply
    [provisional] provisional
    [source] source
    [signing_key] key
   *[other] { $column }
}, rows: { $rows }.
app-office-step-copy = Copying { $file } from the stick
app-office-step-count = Counting { $file }
app-card-empty = Nothing is filled in yet: please rate one point, or write a sentence.
app-card-all-alike = By the rules of this evaluation a card that marks everything alike is void. Change one answer and hand it in again.
app-lookup-group = One digit in group { $group } may differ: please compare it with the receipt.
app-sync-pack = Reading the pack
app-sync-closing = Closing the batch
app-sync-writing = Writing batch { $number }
app-sync-checking = Reading back and comparing
app-office-step-collect = Collecting plans, statuses and notices
app-office-step-seal = Sealing replies
app-office-step-keep = Keeping the pack in the office's folder
app-office-step-write = Writing the pack to the stick
app-office-step-read-back = Reading the stick back
app-office-step-compare = Comparing with the record
app-office-results-title = { $title } ({ $period }): results
app-office-results-ledger = Ledger head: { $head }
# Frozen: notices of 0.1 are made again by it.
app-office-results-ledger-early = Ledger: { $head }
app-office-results-group = { $name } ({ $group })
app-office-results-few = { $name }: too few raters, not published
app-office-results-subject = { $name }: { $raters ->
    [one] { $raters } rater
   *[other] { $raters } raters
}
app-office-results-grade = { $name }: { $raters ->
    [one] { $raters } rater
   *[other] { $raters } raters
}, { $grade }
app-office-results-graded = { $name }: { $raters ->
    [one] { $raters } rater
   *[other] { $raters } raters
}, { $grade } ({ $score })
app-office-results-criterion = { $name }: { $answers }
app-office-results-answer = { $name } { $count }
app-office-results-hidden = (few)
app-office-results-comma = ,{" "}
app-office-plan-file-long = { $path } is too long for a plan. Please choose the plan's .toml file.
app-office-round-short = The last round of this plan is too short. A round open to everybody lasts at least 14 days, or it would tell who was there, and a kiosk may hear of it a week late. Please let it close on { $date } or later; a plan that must stop at once can be switched off.
app-office-uncounted = { $device } has a new key. Somebody else made batch { $number } with its former one: its ratings count no more. Where results were posted meanwhile, post them again. The cases it opened are still there; please see whether they are true.
app-office-chain-of-another = { $device } says that it was { $former } before, and nobody accepted it so. Please compare the fingerprint at the kiosk itself, then accept it on the page of devices.
app-office-results-as-in = { $name }: few new ratings since notice { $number }, whose figures stand
app-office-results-not-as-in = { $name }: some of the figures in notice { $number } were found not to count, so do not go by it; today’s differ from them by too few to be published
app-office-results-not-public = Under the plan { $plan } results are not published, so no notice was posted. To publish them, revise publication.results in the plan first.
app-pen-data = The input data { $path } cannot be used: { $reason }. Name another file, or leave { $setting } in kiosk.toml empty.
app-office-day-doubtful = The date of this computer is { $today }, but the newest day signed is { $newest }: the date may be wrong, and nothing was done. Check the computer's date; if { $today } is right, type that date and do it again (--date on the command line).
app-office-day-differs = { $typed } was typed, but the date of this computer is { $today }; nothing was done. Check the computer's date and type it again.
app-office-week-doubtful = This batch says { $week }, and today is { $today }: the kiosk's clock may be wrong. It was neither counted nor acknowledged. Look at the kiosk's date; if it is to be loaded all the same, type that week (--week on the command line).
app-office-done-answered = Opinion { $number } is answered; the next pack carries it.
app-office-done-registered = Registered as opinion { $number }.
app-office-done-extended = Opinion { $number } is to be answered by { $due }; the next pack says so and why.
app-office-done-assigned = { $count ->
    [one] { $count } opinion is
   *[other] { $count } opinions are
} in the hands of { $name }.
app-office-done-calendar = The holidays of { $year } are taken in; { $count ->
    [one] the last day of { $count } opinion was
   *[other] the last days of { $count } opinions were
} settled again. The next pack tells the kiosks.
app-office-calendar-known = The holidays of { $year } are known as this notice arranges them.
app-office-calendar-sum = The days of { $year } do not add up: Mondays to Fridays off { $off }, weekends worked { $worked }, days granted by law { $law }. Please see whether a sentence of the notice is missing; if it says so all the same, tick that and take it in (--sum-seen on the command line).
app-office-done-measures = The measures of opinion { $number } are set.
app-office-done-inspected = What was found of opinion { $number } is noted.
app-office-done-revisit = What was heard of the reply to opinion { $number } is noted.
app-cases-not-heard = Staff do not hear anything this way: { $channel }.
app-office-done-accepted = Device { $device } is accepted; its batches can be taken in.
app-office-done-plan-added = Plan “{ $title }” is on file; the next pack carries it.
app-office-done-posted = Posted; the next pack carries it.
app-office-done-revoked = Device { $device } is revoked; its batches are taken in no longer.
app-office-done-retired = Device { $device } is retired: the next pack tells it, and it wipes itself once it has brought what it holds.
app-office-disk-low = Disk nearly full
app-office-clock-doubted = Clock in doubt, or no pack for long
app-office-restarts = Often restarted that week
app-office-pin-code = Code for a new PIN of device { $device }: { $code }. Write it down now: it is shown once and kept nowhere. Once the device has read the next pack, it is typed under “Forgot the PIN”, and works once; a newer one takes its place.
app-office-done-plan-changed = Done. It holds from the next pack on.
app-office-no-notice = There is no notice { $number }. See which there are: pingyi office notice list.
app-office-first-person = Office
app-office-file-damaged = { $path } is missing, or does not hold what this program wrote. Nothing was changed. Copy this one file from your last backup into its place, then open the office again; everything else stays as it is.
app-office-record-lost = { $path } is missing, or is the record of another office. Nothing was changed. If it was moved, put it back. Otherwise rename this folder, restore your last backup in its place, and keep the renamed folder: its originals hold what came since.
app-office-original-gone = The original of batch { $place } is gone or is another, so what was counted from it cannot be counted again and is not signed. Put it back: copy that file from your last backup (folder batches), or let that device sync and load the stick – it keeps every batch for four weeks after it was acknowledged. Then do this again. Packs and other plans go on meanwhile.
app-office-pack-numbers = No pack was made: the numbers of packs have reached their end, which only somebody who misuses the office's key can bring about. Nothing on the stick was changed. Restore the last backup from before that, and renew the key of the office.
app-office-name-exchanged = “{ $name }” stood for something else in revision { $revision } of this plan, and both revisions are counted together: what residents chose would be counted as something they did not choose. The plan was not taken up. Give the answer, question or subject whose meaning changes a new id; mending a name without moving it needs none.
app-office-profile-changed = { $path } is not the one this office signed: somebody changed it, so it is not opened. Copy this one file from your last backup into its place; to change telephone or name use the About page or `pingyi office profile`.
app-office-person-name-missing = Give the person a name.
app-office-recovery-differs = The digits are not those on the recovery sheet. Look which groups are asked for and type them again; if the paper is lost, make a new one.
app-office-recovery-length = A recovery sheet has ten groups of five digits, 50 in all. Type them from the beginning.
app-office-recovery-group = Group { $group } is mistyped. Compare it with the sheet.
app-office-done-recovery-renewed = The new recovery sheet lies at { $path }. Print it, lock it away, then type two of its groups back; the one before opens nothing from now on.
app-office-done-recovery-proved = The recovery sheet is proved; its file is removed.
app-office-done-admitted = { $name } can open the office with a passphrase of their own now.
app-office-done-removed = The passphrase of { $name } opens nothing from now on; the office has a new opening key, which the next pack takes to the kiosks. Make a backup now: the ones before do not hold it.
app-office-done-passphrase = The passphrase is changed.
app-office-done-opening-renewed = The office has a new opening key, which the next pack takes to the kiosks. Make a backup now: the ones before do not hold it.
app-office-done-two-persons = From now on it takes the passphrases of two persons to open the office; the opening key is new. Make a backup now.
app-office-done-one-person = From now on one passphrase opens the office; the opening key is new. Make a backup now.
app-office-second-wanted = It takes two persons to open this office: each types a passphrase of their own.
app-office-two-persons-missing = Two persons are needed to open the office together: admit another first, or let one open it alone.
app-office-keys-older = The keys in { $path } are older than those the ledger names: somebody put older files back, or others. Take that folder from the newest backup.
app-office-done-profile = Changed and signed; the next pack takes it to the kiosks.
app-office-trial-passphrase = A trial asks for no passphrase, so there is none to change.
app-office-results-leading = { $name }: most for { $answer }
app-kiosk-plan-names = In “{ $plan }”, revision { $revision }, “{ $name }” stands for something else than before, and both are counted together. It was not taken; the former text stays. Have the office verify; what means something else needs a new id.
app-kiosk-plan-differs = The text of “{ $plan }”, revision { $revision }, is another than this machine has, and was not taken. Have the office verify; a text that is to change is a new revision.
app-kiosk-ledger-contradicts = The ledger does not agree: what pack { $number } says of it is other than what this kiosk has read from the office before. The pack was not taken and is kept as evidence; the cards leave as always. Tell the head of the committee and the supervisors, and do not use this pack until it is settled.
app-kiosk-contradicts-title = The office's ledger is another than this kiosk remembers
app-kiosk-contradicts-notice =
    Pack { $number } from the office contradicts the ledger that this kiosk has seen. The kiosk did not take it and keeps it as evidence.
    No card is lost: all of them leave as always.
    The residents' committee and the supervisors should find out why. Until then this notice stays here.
app-kiosk-disputed = The ledgers differ: device { $device } has signed to have seen another ledger of the office than this device has read. It is kept as evidence; cards leave as usual. Please keep the sticks that both devices have read and tell the head of the committee and its supervisors; if that device's key was stolen, have the office revoke it.
app-kiosk-disputed-notice =
    Another machine has seen another ledger of the office than this one has. The evidence of both is kept.
    What you handed in is not lost and is delivered all the same.
    The committee and its supervisors are asked to find out why. Until then this notice stays here.
app-kiosk-ledger-out-of-reach = What pack { $number } says of the ledger does not reach back to where this kiosk last read it, so the pack was not taken; the cards leave as always. Load this stick at the office first, then make a new pack.
app-kiosk-pack-passed-over = Pack { $number } on the stick is newer and was not read, so an older one was taken: { $reason } Have the office make a pack once more.
app-kiosk-restored = The office says that it was set back to an older copy and has made up for it. If you have not heard of a backup that was put back, ask the office. Every reply that residents were shown is still here.
app-kiosk-plan-deferred = “{ $plan }” asks something else now. This round has to stand for 14 days first: a pack read on { $date } or later brings the new questions.
app-kiosk-forgotten = After being set back the office has no batch { $number }; it is written once more.
app-office-restored = Kiosk { $device } gave back pack { $number }, signed with this office's key, which is not here. If this computer was set back to an older copy, the pack was made after that copy: the ledger notes it, and batches that were lost will be brought again. If nobody put a backup back, somebody has copied the office's key: renew it now (page People) and tell those above you.
app-office-witness-differs = Kiosk { $device } testifies that entry { $length } of the ledger, as it saw it, is other than the one here. Somebody changed or cut the ledger, or an older copy was used. Keep this stick, and check the ledger.
app-office-witness-ahead = Kiosk { $device } has seen pack { $pack }, which is not here: this computer was set back to an older copy. Synchronise that kiosk once more, so that it gives the pack back.
app-round-none = Plan { $plan } has no round { $round }. See which there are: pingyi office round list.
app-round-none-left = Plan { $plan } has no round to work on: none was announced, or its days are over.
app-round-archive-there = { $path } is there already, and an archive overwrites nothing. Please choose another place, or move it away first.
app-round-begun-before = Under the plan the list of those evaluated is posted before the first card, and this round began on { $first }, so it was not announced. Announce the next one.
app-round-not-called = Rounds of plan { $plan } are not called besides: the plan does not say so, and none of its rounds failed to stand. Announce the next one.
app-round-called-too-late = { $day } is over. Choose another day.
app-ballot-other-way = By the plan nothing comes to this round by this way: { $way }. The plan's channels do not name it.
app-ballot-no-sitting = Hands are raised in a sitting, and this plan has none.
app-ballot-tellers = Name those who counted, { $needed } at least, with commas between them.
app-ballot-issued-missing = Where only those entitled vote, say how many papers were given out.
app-ballot-no-papers = A show of hands has no papers given out and none that are void. Enter the hands for each choice, and those who abstained.
app-ballot-reason-missing = Every line of void ballots needs a number and a reason.
app-ballot-blank-is-void = By the plan a blank paper is void and does not abstain. Enter it as void, with the reason “blank”.
app-ballot-group = This plan is voted on in groups: say of which group these are. A group rates those that the plan lets it rate.
app-ballot-twice = The counts of { $subject } are entered twice. Put them together.
app-ballot-answer = The plan has no such question, or no such choice: { $subject } / { $criterion }.
app-ballot-sum = The answers about { $subject }, { $criterion }, are { $counted } together, which does not fit the { $rated } ballots that rate it. Compare them with the tally sheet.
app-ballot-rated = { $subject } is said to be rated on { $rated } ballots; it can be { $valid } at most (the valid ones, or all its answers together). Compare them with the tally sheet.
app-ballot-nothing = There are no ballots, or more valid ones than rate anybody. Enter the counts of every subject.
app-ballot-too-many = A figure counted by hand is { $most } at most.
app-ballot-all-alike = All of these mark everything alike. By the plan such a ballot is void: enter them as void, with the reason “all alike”.
app-ballot-crowded = More voted ({ $voted }) than { $figure } says ({ $whole }). Compare the papers given out, the hands and those present.
app-round-no-ballot = This round has no counts of number { $number }, or they were taken back.
app-round-done-ballot = Entered as number { $number }; the counts are in the figures.
app-round-done-taken-back = Number { $number } is taken back and counts no more.
app-round-paper-ballots = Votes by each way
app-round-paper-ballots-few = Votes on paper or in a meeting are counted with the others. By some way they were few, so the ways are not told apart.
app-round-paper-channel = { $way } { $count }
app-round-paper-channels = { $each }; together { $all }
app-round-paper-ballot-group = { " " }({ $name })
app-round-paper-ballot-issued = given out { $count }
app-round-paper-ballot-collected = collected { $count }
app-round-paper-ballot-valid = valid { $count }
app-round-paper-ballot-void = void { $count } ({ $reason })
app-round-paper-ballot-abstained = abstained { $count }
app-round-paper-ballot = { $way }: { $figures }; counted by { $tellers }
app-round-no-proposals = This plan votes on no proposals.
app-round-proposal-not-now = “{ $step }” cannot be noted now: the round stands at “{ $state }”. Who put it forward and the discussion are noted before the count, the reasons of the minority before the result is posted, to whom it is handed after the decision, how it was carried out after the posting.
app-round-proposal-missing = “{ $step }” is not noted of: { $names }. Note it of each first; where there is no minority, write “none”.
app-round-proposal-spoken = Under the plan proposals are put in writing. Add the paper, and note it without “spoken”.
app-round-proposal-amount-missing = Under the plan a proposal names its amount. Fill it in (yuan, at most two decimals); 0 where it costs nothing.
app-round-proposal-no-amount = Proposals of this plan have no amount. Note it without one.
app-round-done-proposal = Noted: { $step }.
app-round-paper-proposals = Proposals
app-round-paper-proposal = { $name }: { $said }
app-round-proposal-put = put forward by { $by }
app-round-proposal-put-spoken = put forward by { $by } (spoken)
app-round-proposal-amount = , { $amount } yuan
app-round-proposal-discussed = discussion: { $said }
app-round-proposal-minority = reasons of the minority: { $said }
app-round-proposal-handed = handed to { $to }
app-round-proposal-due = , to be done by { $day }
app-round-proposal-executed = carried out ({ $day }): { $said }
app-round-not-begun = This round opens on { $first } and cannot be closed yet.
app-round-still-runs = Kiosks take cards until { $last }; it can be closed after that day.
app-round-figures-missing = Under the plan these are written down at closing: { $figures }. Add them, then close.
app-round-figures-differ = { $part } (with those that belong to it) is more than { $whole }. Check the figures, then write them down.
app-round-no-figures = (none)
app-round-and-figure = { $said }, { $name }
app-round-batches-missing = These kiosks have brought nothing of the round yet: { $devices }. Synchronise and load them first; to wait no longer, say so (--without-waiting on the command line).
app-round-body-decides = Under the plan an assessment group settles the grades. Give the grade of each subject and the members; where a grade is not that of the vote, the reason.
app-round-vote-decides = This plan has no assessment group: the vote decides, and no other grade is given.
app-round-members-missing = Name the members of the assessment group.
app-round-no-subject = The plan evaluates nobody called { $subject }. Check the identifier.
app-round-no-grade = The plan has no grade called { $grade }. Check the identifier.
app-round-grade-missing = { $name } was given no grade, or two. Give each subject one.
app-round-reason-missing = The grade given to { $name } is not that of the vote. Give the reason.
app-round-not-told = Before the result is posted, those evaluated are told: { $names }.
app-round-statement-missing = Before the result is posted, those evaluated write about it: { $names }.
app-round-nothing-to-answer = { $name } was not told of the result yet, or has handed in a statement; nothing was taken in.
app-round-no-statements = This plan takes no statements; nothing was taken in.
app-round-objections-over = Objections were taken until { $until }; nothing was taken in.
app-round-no-objection = No objection { $number } waits for an answer.
app-round-still-posted = It hangs, objections included, until { $until }; it is settled after that day.
app-round-objection-open = Objection { $number } has no answer yet, so it cannot be settled.
app-round-not-reported = Under the plan the result is reported to { $to }; that was not done, so it cannot be settled.
app-round-report-to = The plan does not say whom to report to. Say whom.
app-round-section-missing = Under the plan the report has a section “{ $heading }”, and it is empty.
app-round-class-missing = The plan does not say in which class it is archived. Name the class.
app-round-reason-empty = Give the reason.
app-round-done-stage = Stage { $number } is noted as done.
app-round-done-minutes = The minutes are in { $path }. Please print them and have them signed.
app-round-no-stage = The plan has no stage { $number }. See office round show.
app-round-stage-is-done = “{ $name }” was noted as done before.
app-round-document-missing = “{ $name }” brings a paper ({ $document }): please say where it lies.
app-round-stage-open = The stage “{ $name }” is not noted as done. Note it first.
app-round-no-sitting = This plan is not held in a sitting: it has no minutes.
app-round-not-counted = Minutes can be written when the round was counted.
app-round-paper-meeting = Sitting
app-round-paper-meeting-on = Day: { $day }
app-round-paper-meeting-hours = Hours: { $from } to { $to }
app-round-paper-meeting-place = Place: { $place }
app-round-paper-meeting-item = Agenda { $number }: { $item }
app-round-paper-meeting-open = Residents may listen.
app-round-paper-stages = Stages
app-round-paper-stage-by = {" "}({ $by })
app-round-paper-stage-document = , paper: { $document }
app-round-paper-stage-due = , by { $day }
app-round-paper-stage-done = , done on { $day }
app-round-paper-stage-note = : { $note }
app-round-paper-stage-late = , late
app-round-paper-organiser = Held by
app-round-paper-chair = Chair
app-round-paper-overseer = Overseen by
app-round-paper-minutes = Minutes: { $title } ({ $round })
app-round-paper-sum = Sum
app-round-paper-signatures = Signatures
app-round-paper-sign-chair = Chair: ________________
app-round-paper-sign-teller = Teller { $name }: ________________
app-round-paper-sign-tellers = Teller: ________________
app-round-paper-sign-clerk = Clerk: ________________
app-slip-sitting-not-opened = The sitting has not begun. Please wait until it is opened, and come back.
app-round-done-announced = Announced; the next pack carries it.
app-round-done-cancelled = Cancelled; the ledger has the reason.
app-round-done-closed = Closed.
app-round-done-counted = Counted; the result stands.
app-round-done-void = More slips came back than were given out: this round is void.
app-round-done-no-quorum = Too few took part: this round does not stand, and there is no grade.
app-round-done-decided = Decided.
app-round-done-told = The day they were told is noted.
app-round-done-statement = Taken in, and sealed in the record.
app-round-done-posted = The result is posted; the next pack carries it.
app-round-done-corrected = The correction is posted; the next pack carries it.
app-round-done-objected = The objection is noted under number { $number }.
app-round-done-answered = The objection is answered.
app-round-done-reported = The report lies at { $path }; the ledger has its digest.
app-round-done-settled = Its days are over, and every objection is answered.
app-round-done-archived = The archive folder is { $path }.
app-round-posts-itself = The results of plan { $plan }, { $round }, are posted as those of a round: announce, close, count and decide it, then use the page Rounds or pingyi office round post.
app-round-paper-announcement = { $title } ({ $round }): announcement
app-round-paper-whom = Evaluated
app-round-paper-when = When
app-round-paper-how = How
app-round-paper-open = Open to everybody; anybody may fill in more than one card.
app-round-paper-days = { $first } to { $last }
app-round-paper-from = From { $first }
app-round-paper-role = { $name } ({ $role })
app-round-paper-turnout = Turnout
app-round-paper-body = Assessment group
app-round-paper-decided = Decided on { $day } by { $body }: { $members }
app-round-paper-decision = Decision
app-round-paper-beside = { $name }: decided { $grade } (vote { $vote })
app-round-paper-grade = { $name }: decided { $grade }
app-round-paper-reason = Reason: { $reason }
app-round-paper-posting = Posted
app-round-paper-posted = Posted from { $from } to { $until }
app-round-paper-objections = Objections go to { $whom } by { $until }.
app-round-paper-again = This notice stands for notice { $numbers }. Reason: { $reason }
app-round-paper-correction = { $title } ({ $round }): correction
app-round-paper-corrects = Notice { $number } is corrected:
app-round-paper-report = { $title } ({ $round }): report
app-round-paper-to = To
app-round-paper-plan = Plan
app-round-paper-round = When
app-round-paper-results = Results
app-round-paper-raters = Raters
app-round-paper-vote = Vote
app-round-paper-why = Reason
app-round-paper-consequences = What follows
app-round-paper-consequence = { $name }: { $text } (proof: { $proof })
app-round-paper-objection = Objections
app-round-paper-no-objections = Nobody objected while it was posted.
app-round-paper-objected = Objection { $number }: received { $day }, answered { $answered }
app-round-paper-handling = Opinions
app-round-paper-cases = { $received } received, { $answered } answered, { $late } late.
app-round-paper-late = Opinion { $number }: due { $due }, answered { $answered }
app-round-paper-rectification = Putting right
app-round-paper-measures = Done { $done }, being done { $underway }, not set { $missing }; late { $late }
app-round-paper-measures-late = Opinion { $number }: to be done by { $due }, answers for it: { $name }
app-round-paper-revisit = What people say of the replies
app-round-paper-revisit-residents = Rated by residents: { $all }; content { $satisfied }, fairly { $fairly }, not content { $dissatisfied }; content or fairly { $rate }
app-round-paper-revisit-staff = Heard by staff: { $all }; content { $satisfied }, fairly { $fairly }, not content { $dissatisfied }; content or fairly { $rate }; not among the residents’ own
app-round-paper-approve = Approved ({ $name }): ________________
app-round-archive-title = { $title } ({ $round }): catalogue of the archive
app-round-archive-kept = Kept
app-round-archive-class = Class
app-round-archive-term = Term
app-round-archive-for-ever = for ever
app-round-archive-years = { $years ->
    [one] { $years } year
   *[other] { $years } years
}
app-round-archive-checked = Checked by
app-round-archive-papers = Papers
app-round-archive-number = No.
app-round-archive-what = Paper
app-round-archive-file = File
app-round-archive-plan = Plan
app-round-archive-round = The round: figures, decision, posting, report
app-round-archive-counts = Counts
app-round-archive-notice = Notice: { $title }
app-round-archive-statement = Statement of { $name }
app-round-archive-objection = Objection { $number } and its answer
app-round-archive-reply = Reply to opinion { $number }
app-round-archive-report = Report
app-round-archive-original = Original of batch { $number } of kiosk { $device }
app-round-archive-ledger = The ledger's head when it was archived
app-slips-plan-open = The evaluation { $plan } is open to anyone and takes no slips.
app-slips-no-round = The evaluation { $plan } has no round { $round }, or it is over; no slips were printed. Look at the plan's cadence and days.
app-slips-round-open = Round { $round } of the evaluation { $plan } has begun: slips are only made void, never added. Whoever has none votes on paper, and the minutes say so.
app-slips-groups = The evaluation { $plan } has other groups than those typed; no slips were printed. Give a number for each group of the plan, or one number where it has none.
app-slips-number = A device takes { $fewest } to { $most } slips of a group; no slips were printed. Let a small group vote on one device.
app-slips-file-there = { $path } is there already and is not written over. Choose another name.
app-slips-unknown = Slip number { $place } of those typed is no valid one of this round; none was made void. Compare its digits and the round once more.
app-slips-no-reason = Say why the slips become void: the ledger keeps it.
app-slips-step = Working the slips out
app-slips-done-issued = { $number ->
    [one] { $number } slip
   *[other] { $number } slips
} for { $device }: { $path }. Print, cut, fold, let them be drawn from a bowl, then delete the file: no code is kept, and none is printed twice. The next pack takes the list to the kiosk.
app-slips-done-voided = { $number ->
    [one] { $number } slip is void;
   *[other] { $number } slips are void;
} the next pack tells the kiosks.
app-slip-mistyped = The digits are not right. Compare them with the slip once more (the number of a receipt is none); the slip is not used up.
app-slip-mistyped-group = Look at the four digits of group { $group }. The slip is not used up.
app-slip-receipt = This is the code of a receipt, not of a voting slip. To read a reply, go back to the first page and choose the look-up.
app-slip-unknown = This device knows no such slip. See whether the slip names this evaluation and this round; if it does, ask whoever gave it out.
app-slip-other-device = This slip is for { $device }; it cannot be used here. It is not used up.
app-slip-voided = This slip is void and cannot be used. Ask whoever gave it out.
app-slip-used = This slip has been used; each is good once. If it was not you, tell the tellers at once.
app-slip-not-open = This round is not open now: it has not begun, or it was ended. The slip is not used up.
app-office-results-slips = Voting slips: { $issued } given out, { $collected } collected, { $refused } handed in twice and refused.
app-office-results-open = This evaluation is open to everybody, and anybody may fill in more than one card: what follows counts the cards handed in, which is not the number of people.
app-office-results-carried = Some of it came before: fewer than { $fewest } about a subject waited for company.
app-office-results-withheld = Besides, fewer than { $fewest } about a subject were not counted, lest anybody be recognised.
app-office-results-few-ballots = { $name }: { $stand ->
    [stands] the result stands
    [no-quorum] too few took part
    [void] void
   *[other] open
}, grade { $grade } (fewer than 5 valid cards: only this is told)
app-office-notice-stays = Notice { $number } cannot be taken down by itself: it hangs no longer, or it is a round’s or tells figures. Withdraw a round’s with: pingyi office round withdraw.
app-office-answer-left = The answer to opinion { $number } is known outside: a pack carried it. Write a further reply.
app-office-answer-waits = The answer to opinion { $number } waits for the next pack. Change it, instead of adding to it.
app-office-done-answer-changed = The answer to opinion { $number } is changed; the next pack carries it.
app-office-done-answer-withdrawn = The answer to opinion { $number } is taken back; nobody has read it.
app-office-done-further = Reply { $reply } to opinion { $number } waits for the next pack.
app-office-done-notice-down = Notice { $number } is taken down; the next pack carries it no more.
app-office-reply-numbered = Reply { $number }:
app-aloud-no-headset = Please plug in headphones first, then tap “Read aloud”.
app-aloud-not-started = The program { $program } that reads aloud did not start ({ $reason }). Staff: see kiosk.toml.
app-aloud-ended = The program { $program } did not read aloud. Staff: see the sound device and kiosk.toml.
