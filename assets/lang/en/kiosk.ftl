# kiosk
kiosk-widget-trial = Trial: nothing entered here counts as a real evaluation
kiosk-widget-steps = Step { $current } of { $total }
kiosk-widget-typed = { $count } of { $total ->
    [one] { $total } digit
   *[other] { $total } digits
} typed
kiosk-widget-erase = Erase
kiosk-widget-clear = Clear
kiosk-widget-still-there = Are you still there?
kiosk-widget-wiped-soon = In { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
} everything entered will be erased and the first page will return
kiosk-widget-stay = I am here, carry on
kiosk-widget-leave = Erase and return to the first page
kiosk-widget-other-language = 中文
kiosk-widget-large = Large type
kiosk-widget-contrast = Contrast
kiosk-widget-seal = 评
kiosk-widget-shift = Shift
kiosk-widget-caret-left = Caret left
kiosk-widget-caret-right = Caret right
kiosk-widget-space = Space
kiosk-widget-enter = New line
kiosk-widget-panel-hand = Write
kiosk-widget-panel-pinyin = Pinyin
kiosk-widget-panel-strokes = Strokes
kiosk-widget-panel-keys = Keys
kiosk-widget-panel-digits = 123
kiosk-widget-panel-latin = abc
kiosk-widget-panel-marks = .,?!
kiosk-widget-pad-one = Writing pad one
kiosk-widget-pad-two = Writing pad two
kiosk-widget-pad-hint = Write a character here with your finger
kiosk-widget-pad-hint-next = The next one here
kiosk-widget-choices-hint = After the first stroke, tap what you meant here
kiosk-widget-choices-more = More
kiosk-widget-choices-back = Earlier ones
kiosk-widget-undo = Undo
kiosk-widget-undo-label = Take back one stroke
kiosk-widget-again = Clear
kiosk-widget-again-label = Clear and write again
kiosk-widget-pinyin-hint = Type pinyin: sentences, words or initials
kiosk-widget-pinyin-part = Divide syllables
kiosk-widget-stroke-heng = Across
kiosk-widget-stroke-shu = Down
kiosk-widget-stroke-pie = Left
kiosk-widget-stroke-na = Dot
kiosk-widget-stroke-zhe = Turn
kiosk-widget-stroke-any = Any
kiosk-widget-sort-by = Sort by “{ $column }”
kiosk-window-no-display = There is no display to open a window on. Start the program on a desktop, or run “pingyi demo” or “pingyi screens”, which need none.
kiosk-window-missing = The window needs system libraries that are not installed here: { $libraries }. Install them with “sudo apt install { $packages }”, or run “pingyi demo”, which needs no window.
kiosk-window-failed = The window could not be opened ({ $reason }). Check that the display can be reached and that “libgl1-mesa-dri” is installed, or run “pingyi demo”, which needs no window.
kiosk-gallery-folder = The folder for the pictures could not be made: { $path } ({ $reason }). Choose a folder that can be written to.
kiosk-gallery-picture = The picture could not be written: { $path } ({ $reason }). Check that the disk has room and that the folder can be written to.

kiosk-back = Back
kiosk-leave = Leave
kiosk-finish = Done
kiosk-to-review = Check my card
kiosk-large = Large
kiosk-contrast = Contrast
kiosk-other-language = 中文
kiosk-day = { $year }-{ $month }-{ $day }
kiosk-provisional = { $date } (provisional)
kiosk-leave-title = Leave this card?
kiosk-leave-words = Everything you entered will be cleared, and nothing of it stays here.
kiosk-leave-stay = Stay and go on
kiosk-leave-wipe = Clear and leave now
kiosk-thread-lost = That step did not finish. Please try once more; if it stops again, ask the staff to restart this machine.
kiosk-welcome-title = Tell us how we are doing
kiosk-welcome-promise = Anonymous: no name, no time, nothing that shows who filled it in.
kiosk-welcome-start = Start
kiosk-welcome-closed = Nothing is being evaluated today. You can look up a receipt or read the notices.
kiosk-welcome-retired = This machine is out of service and takes no more cards. To rate or to look up a reply, please go to { $place } (telephone { $telephone }), or use another machine.
kiosk-welcome-words = Have your say
kiosk-welcome-words-note = Without ratings
kiosk-welcome-lookup = Look up a receipt
kiosk-welcome-lookup-note = Read your reply
kiosk-welcome-notices = Notice board
kiosk-welcome-notices-empty = Results come here
kiosk-welcome-notices-note = Results: { $n } posted
kiosk-plans-title = What would you like to evaluate?
kiosk-plans-begun = You have begun this one: tap to go on
kiosk-promise-title = You can speak freely
kiosk-promise-anonymous = Anonymous
kiosk-promise-anonymous-words = No name, time or order is kept; a card is sealed at once.
kiosk-promise-few-words = No name, time or order is kept; a card is sealed. Fewer than 5 ratings of a subject are not counted.
kiosk-promise-safe = No retaliation
kiosk-promise-safe-turn = No retaliation: turn to { $to }
kiosk-promise-apart-words = Words go without a name, apart from ratings: write about the matter only.
kiosk-promise-safe-words = Words go without a name, apart from ratings. Where few come they may be guessed: write about the matter only.
kiosk-promise-words-alone = Nothing is rated at present. You can write an opinion, and it will be answered as always.
kiosk-promise-next = I see, begin
kiosk-subjects-title = Whom or what would you like to rate?
kiosk-subjects-note = One is enough; you may rate several. Leave out those you do not know.
kiosk-subjects-rated = Rated so far: { $n }. You may go on with others.
kiosk-subjects-complete = Rated: tap to change
kiosk-subjects-partly = { $n } of { $of } answered
kiosk-subjects-only-words = Only write
kiosk-subjects-done = Done rating
kiosk-report-open = Read the report
kiosk-report-title = Report by { $name }
kiosk-report-next = Next page
kiosk-report-done = Back to rating
kiosk-rating-progress = { $n } of { $of } answered
kiosk-rating-page = page { $n } of { $of }
kiosk-rating-skip = leave out what you cannot judge
kiosk-rating-each = choose one for each to go on
kiosk-rating-next-page = Next page
kiosk-rating-detail = In full
kiosk-rating-done = Done
kiosk-rating-turn = { $n } of { $of }
kiosk-rating-turn-person = Person { $n } of { $of }
kiosk-rating-ends = { $min } = { $low }, { $max } = { $high }
kiosk-rating-next-subject = Next
kiosk-rating-leave-out = Skip this person
kiosk-rating-leave-out-short = Skip
kiosk-score-given = { $n ->
    [one] { $n } point
   *[other] { $n } points
}
kiosk-score-less = 1 less
kiosk-score-more = 1 more
kiosk-opinion-title = Anything to add?
kiosk-opinion-note = Only if you like. First tap what it is about.
kiosk-opinion-about = About: { $name }
kiosk-opinion-about-nobody = About: not said
kiosk-about-title = Whom or what are your words about?
kiosk-about-note = You need not say. It helps the office; where few people rate, it is easier to guess who wrote.
kiosk-about-nobody = I do not say
kiosk-opinion-hint = Write here
kiosk-opinion-field = Your opinion
kiosk-opinion-left = Room for about { $n ->
    [one] { $n } more Chinese character
   *[other] { $n } more Chinese characters
}
kiosk-opinion-none-hand-in = Nothing more, hand in
kiosk-opinion-hand-in = Done, hand in
kiosk-opinion-alone-note = No names. Only the office reads it.
kiosk-opinion-promise = Who reads it?
kiosk-opinion-none = Nothing to add
kiosk-opinion-contact = A phone or ID number? Remove it, or leave it.
kiosk-page-down = There is more below
kiosk-page-up = Back to the top
kiosk-review-title = Check before you hand it in
kiosk-review-empty = The card is still empty. Rate something or write something, then it can be handed in.
kiosk-review-next = Hand it in
kiosk-review-saving = Saving …
kiosk-review-no-ratings = No ratings
kiosk-review-no-words = Nothing written
kiosk-review-rate = Rate
kiosk-review-write = Write
kiosk-review-edit = Change
kiosk-review-words = Your words
kiosk-review-skipped = left out
kiosk-review-left-out = { $name }: no rating
kiosk-receipt-title = Your receipt
kiosk-receipt-photo = Take a photo of the code, or copy the number
kiosk-receipt-qr = Receipt code
kiosk-receipt-number = Receipt number
kiosk-receipt-reply = What you wrote is answered by { $date }; look it up here.
kiosk-receipt-reply-provisional = What you wrote is answered by { $date } (provisional); look it up here.
kiosk-receipt-reply-within = What you wrote is answered within { $n ->
    [one] { $n } working day
   *[other] { $n } working days
} of the office's receipt. Look it up here.
kiosk-receipt-ask = To ask in person: { $place }, telephone { $telephone }
kiosk-receipt-secret = A receipt opens the reply only, never your ratings. You need not show it to anyone.
kiosk-receipt-finish = I have it, clear
kiosk-receipt-more = Keep it ({ $n } s)
kiosk-thanks-title = Received, thank you
kiosk-thanks-words = Your card is sealed. Nothing of it stays on this screen.
kiosk-thanks-receipt-title = A receipt
kiosk-thanks-receipt-words = For everyone. If you wrote something, it opens the reply, never your ratings.
kiosk-thanks-take = Take receipt
kiosk-not-saved-title = Not saved yet
kiosk-not-saved-kept = Everything you entered is still here. You can try again, or ask the staff to come and look.
kiosk-not-saved-again = Try again
kiosk-not-saved-back = My card
kiosk-hand-back-title = You can hand the tablet back
kiosk-hand-back-words = What was entered can no longer be seen or opened by anyone here.
kiosk-hand-back-next = The next resident starts here
kiosk-refused-title = This machine cannot be used just now
kiosk-refused-help = Please tell the community office. Cards already handed in are safe.
kiosk-lookup-title = Look up a receipt
kiosk-lookup-how = Enter the 20 digits of your receipt.
kiosk-lookup-scanner = With a scanner, you can also scan the code on it.
kiosk-lookup-scanned = The code has been read
kiosk-lookup-searching = Looking …
kiosk-lookup-go = Look up
kiosk-lookup-lost = Lost your receipt?
kiosk-lost-title = A lost receipt does no harm
kiosk-lost-nobody = The number is on your receipt and nowhere else, so nobody can find it again.
kiosk-lost-goes-on = Your words are dealt with all the same, in the same time.
kiosk-lost-again = To see an answer, write once more and take a new receipt; no need to say that it is the second time.
kiosk-lost-finder = Whoever finds it sees the answer, not how you rated nor who wrote.
kiosk-found-badge = Receipt
kiosk-found-another = Look up another
kiosk-found-retype = Correct the number
kiosk-found-trouble = The look-up did not finish
kiosk-found-received = The office has received it
kiosk-found-received-words = A reply is promised by { $date }.
kiosk-found-no-day = The reply will be here when it is ready.
kiosk-found-progress = Being worked on
kiosk-found-progress-words = A reply is promised by { $date }.
kiosk-found-extended = It takes longer
kiosk-found-extended-words = The reply is to come by { $date }. The office says why:
kiosk-found-answered = The reply to what you wrote
kiosk-found-answered-on = Answered on { $date }
kiosk-found-rated = You have rated this reply.
kiosk-found-reopened = You were not content: the office takes it up again.
kiosk-found-words = The office has what you added.
kiosk-found-early = This is a receipt of the old kind: please say what you think of the reply at the office, or by telephone.
kiosk-follow-up-question = Are you content with this reply?
kiosk-follow-up-add = Add words
kiosk-follow-up-words-title = What would you like to add?
kiosk-follow-up-write = Write a few words
kiosk-follow-up-change = Change the words
kiosk-follow-up-written = Done
kiosk-follow-up-send = Send
kiosk-follow-up-later = Within four weeks
kiosk-follow-up-at-once = At once
kiosk-follow-up-when = Within four weeks, nobody can tell on which day you came. At once means with the next collection: where few come, it may be guessed who you are.
kiosk-follow-up-sent = Taken in. Thank you.
kiosk-follow-up-sent-later = It reaches the office within four weeks.
kiosk-follow-up-sent-at-once = It reaches the office with the next collection.
kiosk-follow-up-sent-look = Later on you can look again with this receipt.
kiosk-found-sealed = Answered, but it does not open here
kiosk-found-sealed-words = Please take the receipt to the community office and ask.
kiosk-found-counted = Received and counted
kiosk-found-counted-words = This card held ratings only, so no reply is due. Results are posted on the notice board.
kiosk-found-unknown = The office has no opinion under this receipt yet
kiosk-found-unknown-words = The number is fine. Staff collect opinions once a week: please look again in a few days. Ratings alone need no reply. You may also ask at the office.
kiosk-found-mistyped = Please compare the number once more
kiosk-found-mistyped-group = Look at the four digits of group { $n }.
kiosk-notices-title = Notice board
kiosk-notices-none = No notices yet.
kiosk-pin-enter = Staff PIN
kiosk-pin-choose = Choose a staff PIN
kiosk-pin-shape = 4 to 12 digits
kiosk-pin-repeat = Enter it once more
kiosk-pin-differ = The two were not the same. Please choose again.
kiosk-pin-wrong = That is not the PIN.
kiosk-pin-forgotten = Forgot the PIN
kiosk-pin-code = The code from the office
kiosk-pin-code-note = 20 digits. The office makes it on its page of devices; this device has to read a pack made after that.
kiosk-pin-code-wrong = That is not the code, or it was used before, or this device has not read the pack that brings it.
kiosk-pin-wait = Please wait { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}.
kiosk-pin-checking = Checking …
kiosk-pin-go = OK
kiosk-staff-title = Staff
kiosk-staff-leave = Leave
kiosk-staff-late = The last sync was { $n ->
    [one] { $n } day
   *[other] { $n } days
} ago. Please insert a stick and tap Sync.
kiosk-staff-pace = Cards within an hour: { $n } or more. Please see whether somebody fills in one after another.
kiosk-staff-clock = This machine's clock is before the office's time ({ $office }). Please set it; until then receipts name no day.
kiosk-staff-clock-ahead = This machine's clock is more than two weeks after the office's last time ({ $office }). Check the date here; if it is right, sync with the stick. Until then receipts name no day.
kiosk-staff-no-stick = No stick found. Insert one and it appears here.
kiosk-staff-cards = Rounds waiting
kiosk-staff-batches = Batches unconfirmed
kiosk-staff-kept = { $n } acknowledged, kept four weeks more
kiosk-staff-last-sync = Last sync
kiosk-staff-days-ago = { $n ->
    [one] { $n } day
   *[other] { $n } days
} ago
kiosk-staff-never = Never
kiosk-staff-free = Free space
kiosk-staff-pack = Pack { $n }
kiosk-staff-waiting = { $plan } ({ $round }): { $few }, leaves after { $date }
kiosk-staff-waiting-due = { $plan } ({ $round }): { $few }, leaves with the next sync
kiosk-staff-waiting-short = { $plan } ({ $round }): { $few }, less than 14 days by { $date }, leaves with the next round
kiosk-staff-handful = fewer than 5 cards
kiosk-staff-more = 5 cards or more
kiosk-staff-words = Opinions never wait: the next sync takes all of them. Ratings leave together when their round has ended:
kiosk-stick-free = { $free } free
kiosk-sync = Sync
kiosk-end-rounds = End the rounds now (trial)
kiosk-end-rounds-why = A real machine sends ratings after a round’s last day, and never fewer than 5 about the same subject. In a trial one card may go all the way now.
kiosk-pair = Pair with an office
kiosk-fact-device = This device: { $value }
kiosk-fact-device-key = Its key: { $compared } [{ $typed }] (the eight digits in brackets are typed at the office)
kiosk-fact-office-key = Office key: { $value }
kiosk-fact-version = Version: { $value }
kiosk-sync-running = Syncing
kiosk-sync-starting = Getting ready …
kiosk-sync-keep-in = Please leave the stick in.
kiosk-sync-stopped = The sync did not finish
kiosk-sync-nothing-lost = Every card is still here. Put it right and tap Sync again.
kiosk-sync-partly = One batch was not written
kiosk-sync-done = Sync complete
kiosk-sync-seen = OK
kiosk-sync-pack-none = No pack on the stick.
kiosk-sync-pack-known = Pack { $n } was read before.
kiosk-sync-pack-imported = Pack { $n } read: { $replies ->
    [one] { $replies } reply
   *[other] { $replies } replies
}, { $notices ->
    [one] { $notices } notice
   *[other] { $notices } notices
}, { $acknowledged ->
    [one] { $acknowledged } batch
   *[other] { $acknowledged } batches
} confirmed.
kiosk-sync-pack-refused = The pack was not read: { $why }
kiosk-sync-mismatch = Batch { $n } differs from the office's confirmation and stays here. Please tell the office.
kiosk-sync-words = Opinions: all that waited leave in batch { $n }.
kiosk-sync-words-none = Opinions: none waited.
kiosk-sync-closed = Ratings: { $plan } ({ $round }) has ended; they leave in batch { $n }.
kiosk-sync-withheld = For some subjects fewer than 5 came: they are not counted, so that nobody is recognised.
kiosk-sync-last = Batch { $n } is this device's last. Please bring the stick to the office and come back with a pack once more: the device wipes itself only when that acknowledges it.
kiosk-sync-withdrawn = The office has everything. Keys, cards, PIN and packs are wiped from this device; its name, the community and where the office is remain. A disk that was not encrypted should be erased once more before it is given away.
kiosk-revoked = The office has revoked this device's key: it takes no cards now, and keeps what it holds. To go on, give it a new key, sync, and have the office accept it.
kiosk-retired = This device is retired and takes no more cards. The next sync carries away what it holds; after the office has its last batch, one more sync wipes it.
kiosk-retired-doubted = The pack says that this device is retired, but the office has batches of it that it never closed: somebody probably has its key. Every card is still here, and none was given up. Give it a new key and have the office accept it; if it is really to be retired, tap Retire this device.
kiosk-retire = Retire this device
kiosk-retire-confirm = No more cards, and no way back; ratings that stood for less than 14 days are not counted. Better after a round has ended and was synced. Type the last 8 digits: { $typed }
kiosk-retire-differs = That is not the end of this device's fingerprint. Nothing was retired.
kiosk-retire-fingerprint = Retire: last 8 digits
kiosk-retire-pin = Retire this device: PIN
kiosk-renew = New key
kiosk-renew-confirm = Only if the key was stolen or the disk copied. Called { $name } from then on, it writes unconfirmed batches again. Type the last 8 digits: { $typed }
kiosk-adopted-title = Were this device’s data ever put back from an older copy?
kiosk-adopted-words = The office has batches { $numbers } of this device, which it does not know itself. If nothing was put back, somebody else made them, and they count no more after the new key.
kiosk-adopted-forged = No: they are forged
kiosk-adopted-own = Yes: they are its own
kiosk-renew-fingerprint = New key: last 8 digits
kiosk-renew-pin = New key: PIN
kiosk-renewed = This device has a new key and is called { $name } now. Please sync; the office accepts it on its page of devices by the last 8 digits of the new fingerprint below.
kiosk-clock-set = Set day and time
kiosk-clock-title = What time is it?
kiosk-clock-note = Year, month, day, hour, minute: 12 digits, e.g. 2026 1130 0930.
kiosk-clock-shape = There is no such day. Please type it again.
kiosk-sync-none-closed = Ratings: no round has just ended.
kiosk-sync-held = { $plan } ({ $round }): leaves after { $date }.
kiosk-sync-written = Batches written to the stick and compared this time: { $n }, { $size } in all.
kiosk-pairing-title = Pair with an office
kiosk-pairing-looking = Reading the stick …
kiosk-pairing-none = There is no office's pack on the stick. Make one on the office computer first, then insert it here.
kiosk-pairing-found = Found: { $community }
kiosk-pairing-compare = Compare with the fingerprint on the office computer, character by character:
kiosk-pairing-trial-stays = After pairing the machine works for real. What was tried out stays in trial mode and never mixes in.
kiosk-pairing-same = Same, pair
kiosk-pairing-differ = They differ
kiosk-pairing-done = Paired.
kiosk-pairing-carry = Take the stick back to the office and accept this device there: of the fingerprint below, compare the first four groups and type the last two.
kiosk-fingerprint-typed = The eight large digits are typed at the office.
kiosk-pairing-device = Device: { $value }
kiosk-window-title = Evaluation
kiosk-slip-title = Your voting slip, please
kiosk-slip-how = “{ $plan }” takes a voting slip: scan its code, or type its 20 digits.
kiosk-slip-go = Done
kiosk-slip-scanned = Scanned
kiosk-slip-searching = Checking…
kiosk-slip-why = A slip bears no name: it was drawn folded, and nobody knows who has which. This device notes only that it was used, apart from the ratings and without any order, so that no slip can tell who rated what.
kiosk-promise-announced = Counts are announced as they are
kiosk-promise-announced-words = Ones and twos as well. When all agree, everybody knows how you rated.
kiosk-ballot = By slip: { $plan } ({ $round })
kiosk-ballot-slips = { $group } { $n ->
    [one] { $n } slip
   *[other] { $n } slips
} for this device, check { $check }
kiosk-ballot-end = End this round
kiosk-sitting-waits = This device takes the slips of this round when the sitting was opened.
kiosk-sitting-open = Open the sitting
kiosk-sitting-opened = The sitting is open: this device takes its slips.
kiosk-ballot-sure = Once ended, this device takes no more cards in this round, and it cannot be begun again.
kiosk-ballot-yes = End it
kiosk-ballot-no = No, go on
kiosk-ballot-ended = This round is ended. Synchronise: its ratings leave with that.
kiosk-sync-words-held = Opinions leave on another day than the ratings of a round by slip, so that nobody can match them. Synchronise once more on a later day.
