# paper
paper-too-long = This is too long ({ $given } bytes) for one QR code. Write the receipt number down; it works just as well.
paper-drawing = The QR code could not be drawn. Write the receipt number down; it works just as well.
paper-date = { $year }-{ $month }-{ $day }

paper-receipt-heading = { $community }: evaluation receipt
paper-receipt-number = Receipt number:
paper-receipt-plan = Evaluation: { $plan }
paper-receipt-reply-by = What was written is answered by { $date }
paper-receipt-reply-by-provisional = What was written is answered by { $date } (provisional)
paper-receipt-reply-within = What was written is answered within { $n ->
    [one] { $n } working day
   *[other] { $n } working days
} of the office's receipt
paper-receipt-keep = Look it up at a kiosk with this number. Keep it safe: it cannot be issued again.
paper-receipt-place = Where to ask: { $place }
paper-receipt-telephone = Telephone: { $telephone }

paper-recovery-title = Recovery sheet for the office keys
paper-recovery-trial = Trial mode: these keys protect no real evaluation.
paper-recovery-intro = When every passphrase is lost, this sheet opens the office. Print it, seal it, and lock it away from the computer and from copies of the folder. Whoever has it and the folder can open everything.
paper-recovery-made = made on { $date }
paper-recovery-fingerprint = Office fingerprint
paper-recovery-fingerprint-text = If the office program shows the same digits, these are the same keys.
paper-recovery-secret = Recovery digits
paper-recovery-secret-text = Ten groups of five; the last digit of each is a check digit, so a slip is named by its group.
paper-recovery-where = Where the office lies
paper-recovery-where-text = Folder: { $folder }
paper-recovery-copy = Copy the whole folder to a second stick and lock it away elsewhere. Without the folder this sheet opens nothing.
paper-recovery-use = How to use it
paper-recovery-use-text = Open the office program; below the passphrase choose “Passphrase lost? Use the recovery sheet”, type the ten groups and choose a new passphrase. The command below does the same. A new sheet is made then, and this one opens nothing more.
paper-recovery-lost = If something is lost
paper-recovery-lost-computer = The computer failed: copy the folder to a new one, open it with this program, give the passphrase, compare the fingerprint, and carry on.
paper-recovery-lost-files = Every copy of the folder is gone, or the passphrases and this sheet: nobody can restore them, nor can its makers. Found a new office and pair every kiosk again.
paper-recovery-lost-stolen = Somebody may hold this sheet: make a new one on the About page, and this one opens nothing more. If they may hold the folder as well, retire this office and found a new one.
paper-recovery-keeper = Keeper
paper-recovery-copy-place = Place of the copy
paper-recovery-checked = Last checked on

paper-slips-title = Slips for { $plan } { $round } { $device }
paper-slips-kind = voting slip, good once
paper-slips-trial = voting slip, trial
