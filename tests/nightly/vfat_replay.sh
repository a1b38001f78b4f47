#!/bin/sh
# Inside User-Mode Linux, as its first process: mounts every state of the recorded stick.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
busybox="$WORK/root/bin/busybox"
mount -t proc proc /proc
mount -t sysfs sysfs /sys
for module in fs/nls/nls_cp437 fs/nls/nls_ascii fs/nls/nls_utf8 fs/nls/nls_iso8859-1 fs/fat/fat fs/fat/vfat; do
    "$busybox" insmod "$(echo "$WORK"/root/usr/lib/uml/modules/*/kernel)/$module.ko"
done
mount -t tmpfs tmpfs /mnt
mkdir /mnt/stick
"$PYTHON" "$HERE/vfat_replay.py" "$WORK" 2>"$WORK/replay.err" || cat "$WORK/replay.err"
"$busybox" poweroff -f
