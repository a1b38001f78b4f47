# courier
courier-truncated = This file is not complete. The stick was probably pulled out while it was being written. Export it again.
courier-signature-missing = This file has no signature beside it. Export it again from the device it came from.
courier-signature-invalid = This file is not as it was signed: something in it has changed. Nothing was loaded. Export it again.
courier-signed-by-another = This file was signed by another key ({ $key }). Compare the fingerprint on both screens before accepting that device.
courier-unknown-device = Device { $device } has not been accepted here yet. Accept it first, then load again.
courier-other-community = This file belongs to another community ({ $given }). Take it to the office it came from.
courier-trial-into-real = This file was made in trial mode, and this is a real community. Trial data is never mixed with real data.
courier-real-into-trial = This file is real, and this is a trial. Open the real office to load it.
courier-unknown-version = This file was made by a newer program (format { $version }). Update this program, then try again.
courier-unknown-suite = This file was made by a newer program, with ciphers that this one does not know (suite { $suite }). Update this program, then try again.
courier-not-pingyi = This is not a file of this program. It was left alone.
courier-wrong-purpose = This file was signed for another purpose. It was left alone.
courier-device-mismatch = This file was signed for device { $signed } but found as { $found }. Export it again from the device.
courier-number-mismatch = This file was signed as number { $signed } but found as { $found }. Export it again from the device.
courier-pack-older = The pack on the stick (no. { $given }) is older than the one here (no. { $last }). Ask the office for a new pack.
courier-too-large = This file is larger than { $limit } MiB, more than any file of this program. It was left alone.
courier-line-too-long = Line { $line } of this file is longer than any line of this program. It was left alone.
courier-too-many-lines = This file has more lines than any file of this program. It was left alone.
courier-bad-line = Line { $line } of this file cannot be understood. Nothing was loaded. Export it again, and tell whoever looks after the device.
courier-out-of-order = The sheets in this file are out of order at line { $line }. Nothing was loaded. Export it again.
courier-root-mismatch = The sum at the end of this file does not fit. Nothing was loaded. Export it again.
courier-changed = The file changed while it was being read. Nothing was loaded. Use another stick and export again.
courier-bad-batch = Batch { $number } could not be put together. Nothing left the device. Tell whoever looks after it.
courier-text-too-long = The text is too long: { $given } of { $limit ->
    [one] { $limit } byte
   *[other] { $limit } bytes
}. Please shorten it a little.
courier-cannot-open = A sealed sheet does not open with this office's key. Check that it comes from a device paired with this office.
courier-not-a-sheet = A sealed sheet opened but cannot be understood. A newer program may be needed.
courier-bad-sealing-key = The office's public key cannot be used. Pair this device with the office again.
courier-derivation = There is not enough memory free for this step. Close other programs and try again.
courier-wrong-recovery = This recovery sheet does not open this office: it belongs to another, or a newer one was made since. Look for the newest.
courier-wrong-passphrase = The passphrase does not open the key. Check capital letters and the input method, then try again.
courier-bad-key = This key file cannot be read. Use the copy kept with the recovery sheet.
courier-stick-full = The stick is full ({ $free } MiB free). Nothing on it was changed. Make room or use another stick.
courier-stick-read-only = The stick is write-protected and cannot be written. Slide its switch. If it has none, or that does not help, use another stick.
courier-stick-damaged = The file system on the stick went wrong, and the system no longer writes to it. Nothing is lost. Use another stick, or check and repair this one on the office computer.
courier-stick-mounted-read-only = The stick was opened read-only and cannot be written: somebody chose so, or the system found it damaged. Pull it out and put it back. If that does not help, use another stick, or check and repair this one on the office computer.
courier-stick-vanished = The stick is no longer there. Nothing is lost. Put it back and try again.
courier-stick-interrupted = Reading or writing the stick stopped half-way. Nothing is lost. Try again, or use another stick.
courier-stick-foreign = This stick cannot be used as it is. Nothing on it was changed. Use another stick.
courier-name-taken = The stick already holds a different file called { $name }. It was left as it is. Use another stick.
courier-name-too-long = { $name } is too long a name for a file on a stick: nobody would ever read it, so it was not written. A kiosk whose numbers are used up gets a new key and begins at 1 again; for a pack, please ask technical support.
courier-not-there = { $name } is not on the stick. If the stick was pulled out, put it back and try again.
courier-local = This computer could not read or write { $path } ({ $reason }). Check the disk, then try again.
courier-may-be-pulled = Everything was read back and compared. You may pull the stick out.
