# app
app-file = { $path } cannot be used: { $reason }. Check that the disk has free space and that the program may write there, then try again.
app-damaged = { $path } does not hold what this program wrote. Leave it as it is and restore the folder from a copy, or ask the office.
app-not-paired = This kiosk is not paired with an office yet. Insert a stick with the office's pack and choose pairing.
app-already-paired = This kiosk is paired with an office already. To pair it with another one, sync first, then start with a new data folder.
app-plan-not-open = The evaluation { $plan } takes no cards today. Choose another one.
app-card-not-fit = The card does not match its evaluation ({ $reason }). Start a new card.
app-pin-shape = A PIN has 4 to 12 digits. Choose one of that length.
app-machine = A computation inside this device failed ({ $what }). Restart the device; nothing was lost.
app-settings-unreadable = { $file } cannot be read: { $reason }. Check the path, or leave it out to use the defaults.
app-settings-syntax = { $file }, line { $line }: this is not valid TOML ({ $reason }). Write the line as: key = value
app-settings-unknown-key = { $file }, line { $line }: there is no setting { $key }. The closest one is { $nearest }; correct the name or remove the line.
app-settings-bad-value = { $file }, line { $line }: { $key } cannot be { $given }. Use: { $allowed }

app-office-trial-name = Trial Community
app-office-trial-place = Trial Community service hall
app-office-already-there = { $path } holds an office already. Open it, or choose an empty folder.
app-office-none = { $path } holds no office. Check the folder, or make an office first.
app-office-name-missing = The community has no name yet. Enter the name residents know.
app-office-passphrase-short = The passphrase is short. Use at least { $least } characters, for example a few words together.
app-office-not-enrolled = Device { $device } has not asked to be accepted. Sync that device first, then load its stick.
app-office-fingerprint-differs = The fingerprint entered is not that of device { $device }; it was not accepted. Compare it again with the one on the device's staff page.
app-office-not-accepted = Device { $device } has not been accepted, so this batch was not counted. Compare its fingerprint and accept it, then load again.
app-office-revoked = Device { $device } is revoked, so this batch was not counted. To use it again, compare its fingerprint and accept it once more.
app-office-nothing-to-post = The evaluation { $plan } has no results to post yet. Post them once cards have come in.
app-office-text-empty = The text is empty. Write something, then save.
app-office-differs-batch = Batch { $place }: the original file says { $expected }, the record says { $found }. Leave both as they are and compare with a copy.
app-office-differs-count = Count { $place }: the original batches give { $expected }, the record says { $found }. The batches decide; compare with a copy.
app-office-differs-raters = Raters { $place }: the original batches give { $expected }, the record says { $found }. The batches decide; compare with a copy.
app-office-differs-case = Case { $place }: the original batches give { $expected }, the record says { $found }. Leave both as they are and compare with a copy.
app-office-differs-sheet = Sheet { $place }: the original batches give { $expected }, the record says { $found }. Leave both as they are and compare with a copy.
app-office-differs-ledger = Ledger { $place }: expected { $expected }, found { $found }. Leave it as it is and compare with a copy.
app-office-step-copy = Copying { $file } from the stick
app-office-step-count = Counting { $file }
