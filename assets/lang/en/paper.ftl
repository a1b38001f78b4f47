# paper
paper-too-long = This is too long ({ $given } bytes) for one QR code. Write the receipt number down; it works just as well.
paper-drawing = The QR code could not be drawn. Write the receipt number down; it works just as well.
paper-date = { $year }-{ $month }-{ $day }

paper-receipt-heading = { $community }: evaluation receipt
paper-receipt-number = Receipt number:
paper-receipt-plan = Evaluation: { $plan }
paper-receipt-reply-by = Reply by { $date }
paper-receipt-reply-by-provisional = Reply by { $date } (provisional)
paper-receipt-reply-within = Reply within { $n ->
    [one] { $n } working day
   *[other] { $n } working days
} of the office's receipt
paper-receipt-counted = The ratings are counted; no reply is due.
paper-receipt-keep = Look it up at a kiosk with this number. Keep it safe: it cannot be issued again.
paper-receipt-place = Where to ask: { $place }
paper-receipt-telephone = Telephone: { $telephone }
paper-receipt-signature = Device signature:

paper-recovery-title = Recovery sheet for the office keys
paper-recovery-trial = Trial mode: these keys protect no real evaluation.
paper-recovery-intro = What residents write opens with these keys alone, and they sign every pack. Print this sheet and keep it apart from the copy of the keys. Do not write the passphrase on it.
paper-recovery-made = made on { $date }
paper-recovery-fingerprint = Office fingerprint
paper-recovery-fingerprint-text = If the office program shows the same digits, these are the same keys.
paper-recovery-where = Where the keys lie
paper-recovery-where-text = Folder: { $folder }
paper-recovery-signing = signs the packs
paper-recovery-opening = opens sealed sheets
paper-recovery-copy = Both files are encrypted with the passphrase. Copy the whole folder to a second stick and lock it away elsewhere.
paper-recovery-check = They open without this program
paper-recovery-check-text = Give these commands in the folder, then the passphrase. If both list a key, copy and passphrase are sound. Once a year is a good habit.
paper-recovery-lost = If something is lost
paper-recovery-lost-computer = The computer failed: copy the folder to a new one, open it with this program, give the passphrase, compare the fingerprint, and carry on.
paper-recovery-lost-files = Every copy of the keys, or the passphrase, is gone: nobody can restore them, nor can its makers. The record already loaded remains; sheets not loaded yet cannot be opened. Found a new office and pair every kiosk again.
paper-recovery-lost-stolen = Somebody may hold both files and passphrase: retire this office, found a new one and pair every kiosk again.
paper-recovery-keeper = Keeper
paper-recovery-copy-place = Place of the copy
paper-recovery-checked = Last checked on
