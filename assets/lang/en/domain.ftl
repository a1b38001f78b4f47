# domain
domain-id-bad = The identifier { $given } does not have the right shape. Use: { $rule }
domain-receipt-group = Group { $group } of the receipt number is not four digits. Compare it with the receipt.
domain-receipt-too-long = A receipt number has 20 digits; this has { $given }. Compare it with the receipt.
domain-receipt-check-digit = One digit of the receipt number differs. Compare it with the receipt, group by group.
domain-plan-fault = Line { $line }: { $fault }
domain-plan-faults = Line { $line }: { $fault } (Corrections needed in all: { $count }.)
domain-plan-syntax = This is not valid TOML ({ $reason }). Write the line as: key = value
domain-plan-unknown-key = A plan has no { $key }. Correct the name or remove the line. There are: { $known }
domain-plan-missing = { $key } is missing. Please add it.
domain-plan-figure-missing = { $key } is still blank. Fill in what your community has decided.
domain-plan-bad-value = { $key } cannot be { $given }. Use: { $allowed }
domain-plan-too-few = { $key } needs at least { $least }. Please add what is missing.
domain-plan-duplicate-id = The identifier { $id } is used already. Choose another one.
domain-plan-unresolved = { $key } names { $id }, which the plan does not define. Correct it or define it.
domain-plan-period = The dates are incomplete or reversed. An evaluation held once needs closes, and closes cannot be before opens.
domain-plan-no-positive = Grading by rate needs positive: the choices that count as satisfied. Please add it.
domain-plan-thresholds-order = The thresholds go from high to low. Put them in that order.
domain-plan-threshold-last = The last grade needs at_least = 0, so that every result has a grade. Set it to 0.
domain-plan-choice-without-grade = The choice { $id } belongs to no grade. Add it to the choices of a grade.
domain-plan-nothing-to-answer = Nothing is asked about the subject { $id }. Add a criterion for it or remove it.
domain-plan-sheet-too-long = A full rating sheet for { $id } takes { $given ->
    [one] { $given } byte
   *[other] { $given } bytes
} of { $limit }. Use fewer criteria or shorter identifiers.
domain-plan-not-enforced = This version does not enforce the rule { $rule } yet, so the plan is not run. Remove the rule or wait for a version that enforces it.
domain-form-word-voters-open = Anybody
domain-form-word-voters-slip = By slip
domain-form-word-voters-groups = By slip, in groups
domain-form-word-cadence-always = Always open
domain-form-word-cadence-yearly = Yearly
domain-form-word-cadence-half-yearly = Half-yearly
domain-form-word-cadence-quarterly = Quarterly
domain-form-word-cadence-monthly = Monthly
domain-form-word-cadence-months = Named months
domain-form-word-cadence-term = End of term
domain-form-word-cadence-called = When called
domain-form-word-cadence-once = Once
domain-form-word-kinds-person = Person
domain-form-word-kinds-body = Body
domain-form-word-kinds-facility = Facility
domain-form-word-kinds-activity = Activity
domain-form-word-scales-named = Choices
domain-form-word-scales-score = Points
domain-form-word-quorum-of-present = Present
domain-form-word-quorum-of-slips = Slips collected
domain-form-word-quorum-of-raters = Raters
domain-form-word-blank-ballot-abstains = Abstains
domain-form-word-blank-ballot-void = Void
domain-form-word-all-alike-valid = Valid
domain-form-word-all-alike-void = Void
domain-form-word-surplus-void = Void
domain-form-word-surplus-noted = Noted
domain-form-word-stages-announce = Announce
domain-form-word-stages-collect = Collect
domain-form-word-stages-report = Report
domain-form-word-stages-discuss = Discuss
domain-form-word-stages-vote = Vote
domain-form-word-stages-analyse = Analyse
domain-form-word-stages-rectify = Rectify
domain-form-word-stages-other = Other
domain-form-word-formulas-counts-only = Counts only
domain-form-word-formulas-rate = Rate
domain-form-word-formulas-majority = Most votes
domain-form-word-formulas-weighted-score = Weighted score
domain-form-word-formulas-vote = Vote
domain-form-word-vote-of-valid = Valid votes
domain-form-word-vote-of-present = Present
domain-form-word-vote-of-entitled = Entitled
domain-form-word-ties-lower = Lower
domain-form-word-ties-higher = Higher
domain-form-word-ties-again = Again
domain-form-word-small-counts-shown = Shown
domain-form-word-small-counts-hidden = Hidden
domain-form-title = Title
domain-form-summary = Purpose, in a sentence or two
domain-form-source = Source
domain-form-id = Identifier
domain-form-revision = Revision
domain-form-voters = Who may rate
domain-form-cadence = How often
domain-form-months = Months
domain-form-opens = First day
domain-form-closes = Last day
domain-form-smallest-crowd = Fewest cards that leave
domain-form-skip-allowed = May be skipped
domain-form-unscheduled = Called at any time too
domain-form-called-by = Who may call it
domain-form-channels = Ways (none picked: all)
domain-form-seats-per-neighbourhood = Representatives of each 居民小组
domain-form-areas = Areas (none: the whole community)
domain-form-group-plan = The plan
domain-form-body = Held by
domain-form-chair = Chair
domain-form-overseer = Overseer
domain-form-tellers = Tellers
domain-form-group-organiser = Who holds it
domain-form-page-basics = Basics
domain-form-name = Name
domain-form-role = Office or place
domain-form-kind = Kind
domain-form-person = The same person over years
domain-form-duty-report = Report on their work (read at the kiosk; a paragraph a line)
domain-form-group-subject = Subject
domain-form-page-subjects = Subjects
domain-form-weight = Weight
domain-form-scale = Scale
domain-form-detail = Detail
domain-form-kinds = Asked about these kinds only
domain-form-criterion-subjects = Asked about these subjects only
domain-form-group-criterion = Question
domain-form-scale-kind = Kind
domain-form-min = Lowest
domain-form-max = Highest
domain-form-low = What the lowest means
domain-form-high = What the highest means
domain-form-abstain = Abstains
domain-form-group-scale-choice = Choices, best first
domain-form-group-scale = Scale
domain-form-page-questions = Questions
domain-form-weight-percent = Weight %
domain-form-rates = Rates these subjects only
domain-form-group-group = Voter group
domain-form-number = How many
domain-form-votes = They vote
domain-form-seats = Of each 居民小组
domain-form-group-entitled = Who is entitled
domain-form-quorum-of = Of
domain-form-at-least = At least
domain-form-more-than = More than
domain-form-group-quorum = Quorum
domain-form-valid-blank = A blank ballot
domain-form-all-alike = All marked alike
domain-form-surplus = More collected than issued
domain-form-group-valid = Void ballots
domain-form-households = Households
domain-form-least-share = Ordinary residents at least
domain-form-group-sample = Sample
domain-form-on = Day
domain-form-from = From
domain-form-meeting-to = To
domain-form-place = Place
domain-form-open = Residents may listen
domain-form-agenda = Agenda
domain-form-group-meeting = The sitting
domain-form-spoken = By word of mouth
domain-form-amounts = With amounts
domain-form-minority-reasons = Reasons of the minority
domain-form-group-proposals = Proposals
domain-form-stage-kind = What is done
domain-form-stage-due = Last day
domain-form-stage-by = Who answers for it
domain-form-document = Paper
domain-form-group-stage = Stage
domain-form-page-voters-page = Who votes
domain-form-grading-kind = Formula
domain-form-positive = Choices that count for it
domain-form-grading-of = A share of
domain-form-tie = A tie
domain-form-criteria = Only these decide
domain-form-at-most-share = At most
domain-form-grade-choices = Which choices stand for it
domain-form-group-grading-grade = Grades, highest first
domain-form-rule = By what rule
domain-form-members = Members
domain-form-group-grading-assessment-group = Assessment group
domain-form-group-grading = How a grade comes about
domain-form-consequence-grade = Grade
domain-form-periods = So many in a row
domain-form-consequence-text = What follows
domain-form-group-consequence = What follows
domain-form-page-grades = Grades
domain-form-all-year = All year
domain-form-reply-within = Reply within (working days)
domain-form-group-opinion-category = Category
domain-form-group-opinion = The opinion page
domain-form-extension-working-days = May be extended by (working days)
domain-form-tell-within-days = Told to the person within (working days)
domain-form-revisit = Rated by whoever wrote
domain-form-revisit-within-days = Rating awaited for (days)
domain-form-right-of-reply = The person may answer
domain-form-self-review = The person reviews it
domain-form-results-to = Results go to
domain-form-within-working-days = Within (working days)
domain-form-responsible = Somebody answers for it
domain-form-inspection = Somebody else inspects
domain-form-group-follow-up-rectification = Rectification
domain-form-group-follow-up = Replies
domain-form-report-to = To
domain-form-approve = Who approves it
domain-form-within-days = Within (working days)
domain-form-sections = What it has to say
domain-form-group-report = Report
domain-form-page-opinions = Opinions
domain-form-results = Results
domain-form-opinions = Opinions
domain-form-decisions = Decisions
domain-form-before = The list beforehand
domain-form-posted-days = Posted for (working days)
domain-form-objections-days = Objections for (working days)
domain-form-objections-to = Objections go to
domain-form-small-counts = Counts of one and two
domain-form-group-publication = What is published
domain-form-protection-to = Where to turn against retaliation
domain-form-telephone = Telephone
domain-form-protection-text = What happens then
domain-form-group-protection = Protection
domain-form-class = Class
domain-form-years = Years kept (none: for ever)
domain-form-group-archive = Archive
domain-form-page-results = Results
domain-explain-title = { $title } ({ $id }, revision { $revision }, after { $source })
domain-explain-voters-open = Anyone may take part, anonymously.
domain-explain-always = Always open; a round a month.
domain-explain-yearly = Once a year.
domain-explain-half-yearly = Every half-year.
domain-explain-once = Held once.
domain-explain-months = Every year in month { $months }.
domain-explain-opens = Opens on { $date }.
domain-explain-closes = Closes after { $date }.
domain-explain-crowd = A batch with fewer than { $count ->
    [one] { $count } card
   *[other] { $count } cards
} waits.
domain-explain-skip = Any question may be skipped.
domain-explain-no-skip = Every question needs an answer.
domain-explain-subject = About { $name }: { $criteria }
domain-explain-choices = Choices: { $choices }
domain-explain-score = Score: { $min } to { $max }.
domain-explain-counts-only = Counts only; no grade is given.
domain-explain-majority = The choice taken most often gives the grade; a tie goes to the lower one.
domain-explain-rate = { $grade }: a rate of at least { $figure }.
domain-explain-rate-over = { $grade }: a rate of more than { $figure }.
domain-explain-reply = Opinions are answered within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} of receipt.
domain-explain-opinion = Opinions may be about: { $categories }
domain-explain-publish-results = Counts and rates are published.
domain-explain-publish-opinions = Opinions and their replies are made public by notices of the office.
domain-explain-publish-decisions = Decisions are made public by notices of the office.
domain-calendar-unreadable = The holiday calendar cannot be read. The calendar in use stays; please make a new pack at the office.
domain-calendar-misplaced = The holiday calendar has a day out of place ({ $date }). The calendar in use stays; please check the table and make a new pack.
domain-notice-too-long = The text is too long for a notice of holidays. Please paste the notice alone.
domain-notice-no-days = No sentence of the text says which day is off. Please paste the notice of the State Council.
domain-notice-no-year = The text does not say of which year it is. Please paste it with its title.
domain-notice-not-json = This is not a table of holiday-cn ({ $reason }). Please check the file.
domain-notice-not-understood = This sentence is not understood: “{ $said }”. Please compare it with the notice, and delete what does not belong to it.
domain-notice-weekday = { $date } has another weekday than this sentence says: “{ $said }”. Please compare it with the notice.
domain-notice-count = { $count ->
    [one] This sentence names 1 day, and says another number: “{ $said }”.
   *[other] This sentence names { $count } days, and says another number: “{ $said }”.
} Please compare it with the notice.
domain-notice-beside = No weekend is beside { $date }, though this sentence says so: “{ $said }”. Please compare it with the notice.
domain-notice-backwards = The days of this sentence end before they begin, or lie far apart: “{ $said }”. Please compare it with the notice.
domain-notice-worked = { $date } is a working day anyway and cannot be worked in exchange. Please compare it with the notice.
domain-notice-both = { $date } is both off and worked. Please compare it with the notice.
domain-notice-other-year = { $date } does not belong to the arrangement of { $year }. Please compare it with the notice.
domain-notice-no-day = No day off is named for { $name }. Please compare it with the notice.
domain-notice-lacking = The arrangement of { $year } lacks { $names }. Please paste the whole notice.
domain-plan-weights-sum = The weights of the groups make { $sum } %, not 100 %. Please correct them.
domain-plan-weight-missing = Grading by weighted score needs a weight for the choice { $id }. Please add it.
domain-plan-weight-unused = The choice { $id } has a weight, but the plan does not grade by weighted score. Remove the weight, or write grading.kind = "weighted-score".
domain-plan-fault-unknown = The plan cannot be used. Check it with plan check.
domain-explain-voters-slip = By voting slip: one card for each slip, anonymously.
domain-explain-voters-groups = In groups, with weights: { $groups }
domain-explain-quorum-cards = A result stands from { $count ->
    [one] { $count } card
   *[other] { $count } cards
} on.
domain-explain-quorum-share = A result stands with at least { $share } of { $of }.
domain-explain-quorum-over = A result stands with more than { $share } of { $of }.
domain-explain-seats = Each neighbourhood group sends { $least } to { $most ->
    [one] { $most } representative
   *[other] { $most } representatives
}.
domain-explain-unscheduled = May also be held at any other time.
domain-explain-channels = Cards come by: { $channels }
domain-explain-channels-registered = Cards come by: { $channels }. Opinions that come by { $registered } are registered at the office
domain-explain-channels-counted = Cards come by: { $channels }. Opinions that come by { $registered } are registered at the office; ratings on paper or by a show of hands are counted on the spot, and enter as counts
domain-explain-stages = Procedure: { $stages }
domain-explain-all-year = Opinions are taken all year.
domain-explain-assessment-group = A group of assessors settles the grade.
domain-explain-weighted = { $grade }: a weighted score of at least { $figure }.
domain-explain-weighted-over = { $grade }: a weighted score of more than { $figure }.
domain-explain-consequence = { $grade } { $periods ->
    [one] once
   *[other] { $periods } times in a row
}: { $text }
domain-explain-rectification = What an opinion names is put right, by a date set for each case.
domain-explain-rectification-days = What an opinion names is put right within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}.
domain-explain-responsible = Somebody answers for each case.
domain-explain-inspection = Somebody checks that it was done.
domain-explain-right-of-reply = The person evaluated may answer.
domain-explain-report-to = Results are reported to: { $whom }
domain-channel-kiosk = touchscreen
domain-channel-tablet = tablet at the door
domain-channel-paper = questionnaire
domain-channel-mailbox = opinion box
domain-channel-meeting = meeting
domain-channel-telephone = telephone
domain-channel-visit = visits
domain-channel-online = online
domain-case-received = Received
domain-case-in-progress = In progress
domain-case-transferred = Transferred
domain-case-joined = Joined to another case
domain-case-answered = Answered
domain-case-closed = Closed
domain-measures-missing = measures to be set
domain-measures-underway = being put right
domain-measures-done = put right
domain-plan-full-width = This line has the full-width sign { $wide }; a plan needs the plain { $plain }. Correct it with the keyboard set to English.
domain-plan-utf16 = This file is in UTF-16 (Notepad calls it “Unicode”). Save it again as UTF-8.
domain-plan-gbk = This file is not in UTF-8, probably in GBK (Notepad calls it “ANSI”). Save it again as UTF-8.
domain-plan-grading-key = Grading by { $kind } has no use for { $key }. Remove the line.
domain-plan-two-thresholds = Write either { $key } or more_than, not both: at_least when the figure itself is enough, more_than when it is not.
domain-plan-vote-outcomes = A vote has two outcomes: first the one that passes, then the one that does not. Correct grading.grade.
domain-plan-criterion-weight = Either every criterion has a weight or none has. Add or remove weights.
domain-plan-entitled-open = A plan that anyone may answer has no list of those entitled. Remove entitled, or write voters = "slip".
domain-plan-nobody-votes = Every body has votes = false, so nobody can vote. Correct entitled.
domain-plan-small-counts-open = A plan that anyone may answer shows no counts of one or two, lest somebody is recognised. Remove small_counts.
domain-explain-voters-apart = In groups, counted apart: { $groups }
domain-explain-quarterly = Every quarter.
domain-explain-monthly = Every month.
domain-explain-term = Once, at the end of a term of office.
domain-explain-called = Held whenever it is called.
domain-explain-category-term = { $name } ({ $days ->
    [one] { $days } working day
   *[other] { $days } working days
})
domain-explain-criterion-weights = Weights: { $weights }
domain-explain-persons = The same person in every plan and year: { $persons }
domain-explain-duty-reports = Their reports are read at the kiosk before the vote: { $names }
domain-explain-abstain = { $names } counts as abstaining, out of every rate and score.
domain-explain-majority-higher = The choice taken most often gives the grade; a tie goes to the higher one.
domain-explain-majority-again = The choice taken most often gives the grade; in a tie it is held again.
domain-explain-vote = { $passed } with at least { $share } of { $of } for it; otherwise { $failed }.
domain-explain-vote-over = { $passed } with more than { $share } of { $of } for it; with fewer { $failed }; with exactly { $share }: { $tie }.
domain-explain-vote-again = voted again
domain-explain-deciding = The grade follows from these alone: { $names }; the others inform.
domain-explain-limit = At most { $share } of those evaluated are { $grade }.
domain-explain-quorum-present = those entitled present
domain-explain-quorum-slips = the slips given out coming back
domain-explain-quorum-raters = those who may rate taking part
domain-explain-organiser = Held by: { $body }
domain-explain-chair = In the chair: { $name }
domain-explain-tellers = Tellers: { $names }
domain-explain-overseer = Overseen by: { $name }
domain-explain-areas = Covers: { $areas }
domain-explain-entitled = May vote: { $name }
domain-explain-entitled-number = May vote: { $name }, { $number } in number
domain-explain-observers = Present without a vote: { $name }
domain-explain-blank-abstains = A blank ballot abstains.
domain-explain-blank-void = A blank ballot is void.
domain-explain-all-alike-void = A ballot that marks everything alike is void.
domain-explain-surplus-void = With more ballots collected than given out the vote is void and is held again.
domain-explain-called-by = May be called by: { $whom }
domain-explain-sample = Asked at the door: { $households ->
    [one] { $households } household
   *[other] { $households } households
}.
domain-explain-sample-share = At least { $share } of them are ordinary residents.
domain-explain-meeting = Held at a sitting.
domain-explain-meeting-on = Day of the sitting: { $date }
domain-explain-meeting-hours = Hours of the sitting: { $from } to { $to }
domain-explain-meeting-place = Place of the sitting: { $place }
domain-explain-agenda = Agenda: { $items }
domain-explain-meeting-open = Residents may listen, and speak.
domain-explain-stage = { $name } ({ $more })
domain-explain-stage-due = by { $date }
domain-explain-proposals = Proposals are put forward and voted on one by one.
domain-explain-proposals-spoken = A proposal may be made by word of mouth.
domain-explain-proposals-amounts = A proposal names its amount of money.
domain-explain-minority = The reasons of a minority are written down.
domain-explain-assessment = The grade is settled by { $name }. Members: { $members }. { $rule }
domain-explain-extension = A reply may come later, with a reason, by { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}.
domain-explain-revisit = Whoever wrote an opinion may say with the receipt how content they are with the reply; { $days ->
    [one] a day is
   *[other] { $days } days are
} waited, and five weeks for the way.
domain-satisfied = Content
domain-satisfied-fairly = Fairly content
domain-dissatisfied = Not content
domain-news-rated = Rated
domain-news-reopened = Taken up again
domain-news-words = More words received
domain-follow-up-rated = counted
domain-follow-up-added = added to the opinion
domain-follow-up-repeated = this reply was rated before: not counted again
domain-follow-up-waiting = waits until the opinion is loaded
domain-follow-up-heard = heard by staff: not the resident’s own rating
domain-explain-tell = The person evaluated is told within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}.
domain-explain-self-review = The person evaluated writes a review of themselves.
domain-explain-report = A report is written and goes to: { $to }
domain-explain-report-within = A report is written and goes, within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}, to: { $to }
domain-explain-report-sections = The report says: { $sections }
domain-explain-report-approve = The report is approved by { $name }.
domain-explain-posted-before = The list of those evaluated is posted before.
domain-explain-posted-days = Results are posted for { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}.
domain-explain-objections-days = Objections are taken for { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} after posting.
domain-explain-objections-to = Objections to a result go to: { $whom }
domain-explain-small-counts = Counts are announced as they are, ones and twos included.
domain-explain-protection = Retaliation is forbidden. Where it happens, turn to: { $to }
domain-explain-protection-call = Retaliation is forbidden. Where it happens, turn to: { $to }, telephone { $number }
domain-explain-archive = Its papers are filed under { $class } for ever.
domain-explain-archive-years = Its papers are filed under { $class } for { $years ->
    [one] { $years } year
   *[other] { $years } years
}.
domain-grade-rate = Rate { $sum }: { $grade }
domain-grade-score = Score { $sum }: { $grade }
domain-grade-mean = Mean { $sum }
domain-grade-comma = ,{" "}
domain-grade-most = { $votes }: most for { $grade }
domain-grade-tie-lower = { $votes }: a tie, which goes to the lower grade, { $grade }
domain-grade-tie-higher = { $votes }: a tie, which goes to the higher grade, { $grade }
domain-grade-tie-again = { $votes }: a tie; it is held again
domain-grade-vote = { $sum }: { $grade }
domain-grade-part-missing = Nobody gave a valid vote on “{ $name }”, so weights cannot be applied
domain-grade-figure-missing = There is no result before this is entered: { $what }
domain-grade-of-valid = valid votes
domain-grade-of-present = those present
domain-grade-of-entitled = those entitled
domain-grade-of-slips = slips returned
domain-grade-of-raters = raters
domain-grade-quorum-met = { $sum }: the result stands
domain-grade-quorum-missed = { $sum }: the result does not stand, no grade is given
domain-grade-void = Collected { $collected }, more than the { $issued } given out: void, to be held again
domain-grade-limited = { $before }; at most { $most } may be { $grade }, and others come first by score: { $next }
domain-grade-limited-open = { $before }; at most { $most } may be { $grade }, which is exceeded: no grade by the vote
domain-plan-too-long = { $key } is too long for a screen: { $given ->
    [one] { $given } character
   *[other] { $given } characters
}, of { $limit } at the most. Shorten it.
domain-plan-twin-names = Two of { $key } are “{ $name }”: nobody can tell them apart. Rename one.
domain-explain-consequence-once = { $grade }: { $text }
domain-attendance-entitled = Entitled
domain-attendance-present = Present
domain-attendance-by-proxy = By proxy
domain-attendance-issued = Given out
domain-attendance-collected = Collected
domain-attendance-void = Void
domain-attendance-abstained = Abstained
domain-attendance-households = Households asked
domain-attendance-ordinary = Of these, ordinary residents
domain-ballot-hands = Show of hands
domain-ballot-paper = Paper ballots
domain-grade-sample-beside = { $sample }; { $quorum }
domain-proposal-put = Put forward by
domain-proposal-discussed = Discussion
domain-proposal-minority = Reasons of the minority
domain-proposal-handed = Handed to
domain-proposal-executed = Carried out
domain-round-announced = Announced
domain-round-cancelled = Cancelled
domain-round-open = Open
domain-round-closed = Closed
domain-round-counted = Counted
domain-round-void = Void
domain-round-no-quorum = No quorum
domain-round-decided = Decided
domain-round-posted = Posted
domain-round-settled = Settled
domain-round-archived = Archived
domain-round-when-announced = A round is announced once.
domain-round-when-cancelled = It can be cancelled after it was announced and before it opens.
domain-round-when-opened = It opens on its first day, after it was announced.
domain-round-when-stage-done = A stage is noted from the announcement until the posted days are over.
domain-round-when-proposal-noted = What concerns proposals is noted from the announcement until the papers are put away.
domain-round-when-ballot-held = Counts of hands and papers are entered from the opening of the round to its count.
domain-round-when-ballot-taken-back = Counts that were entered wrongly are taken back before the round is counted.
domain-round-when-closed = It is closed after it has opened, and once.
domain-round-when-counted = It is counted after it was closed, and once.
domain-round-when-voided = It can be found void after it was counted.
domain-round-when-quorum-missed = Its quorum can be found missed after it was counted.
domain-round-when-called-again = Only what is void or had no quorum is called again.
domain-round-when-decided = It is decided after it was counted and its result stands, and once.
domain-round-when-told = People are told after it was decided and before it is posted.
domain-round-when-statement-taken = What people answer is taken in after it was decided and before it is posted.
domain-round-when-posted = It is posted after it was decided; what was posted is corrected, or withdrawn and posted again.
domain-round-when-objected = Objections are taken while it is posted.
domain-round-when-objection-answered = Objections are answered while it is posted.
domain-round-when-corrected = It can be corrected while it is posted.
domain-round-when-posted-again = It can be withdrawn and posted again while it is posted.
domain-round-when-reported = It is reported while it is posted.
domain-round-when-settled = It is settled after it was posted.
domain-round-when-archived = It is archived after it was settled, and once.
domain-round-when-destroyed = It can be destroyed after it was archived, when its years are over.
domain-round-do-announced = Announce
domain-round-do-cancelled = Cancel
domain-round-do-opened = Open
domain-round-do-stage-done = Stage done
domain-round-do-proposal-noted = Note a proposal
domain-round-do-ballot-held = Enter counts of hands or papers
domain-round-do-ballot-taken-back = Take back counts
domain-round-do-closed = Close
domain-round-do-counted = Count
domain-round-do-voided = Find void
domain-round-do-quorum-missed = Find without quorum
domain-round-do-called-again = Call again
domain-round-do-decided = Decide
domain-round-do-told = Tell those evaluated
domain-round-do-statement-taken = Take statements
domain-round-do-posted = Post the result
domain-round-do-objected = Note an objection
domain-round-do-objection-answered = Answer an objection
domain-round-do-corrected = Correct
domain-round-do-posted-again = Withdraw and post again
domain-round-do-reported = Report
domain-round-do-settled = Settle
domain-round-do-archived = Archive
domain-round-do-destroyed = Destroy
domain-slips-differ = The list of voting slips for { $plan } ({ $round }) is not the one the ledger names; it was not taken. Tell the office.
domain-slips-too-few = A group has fewer than 5 slips for { $plan } ({ $round }) on this device; they were not taken. Let that group vote on one device.
domain-slips-late = { $plan } ({ $round }) has begun, and the pack brought other slips for it; they were not taken, and those from before hold. Tell the office and the supervisors.
