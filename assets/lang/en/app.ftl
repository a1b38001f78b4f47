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
