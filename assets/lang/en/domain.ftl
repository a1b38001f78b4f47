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
domain-plan-figure-missing = The figure for { $key } is still blank. Fill in the one your community has decided.
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
domain-explain-rate = { $grade }: a rate of at least { $figure } %.
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
domain-explain-quorum-share = A result stands when { $part }/{ $whole } of the slips given out come back.
domain-explain-seats = Each neighbourhood group sends { $least } to { $most ->
    [one] { $most } representative
   *[other] { $most } representatives
}.
domain-explain-unscheduled = May also be held at any other time.
domain-explain-channels = Cards come by: { $channels }
domain-explain-stages = Procedure: { $stages }
domain-explain-all-year = Opinions are taken all year.
domain-explain-assessment-group = A group of assessors settles the grade.
domain-explain-weighted = { $grade }: a weighted score of at least { $figure }.
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
