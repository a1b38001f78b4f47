#!/bin/sh
# Inside User-Mode Linux, as its first process: two real syncs onto the kernel's vfat, every block write logged.
#   WORK: the work folder of tests/nightly/vfat; kiosk/ there holds the kiosk and its kiosk.toml.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
busybox="$WORK/root/bin/busybox"
dmsetup() { LD_LIBRARY_PATH="$WORK/root/lib/x86_64-linux-gnu" "$WORK/root/sbin/dmsetup" "$@"; }
mount -t proc proc /proc
mount -t sysfs sysfs /sys
for module in fs/nls/nls_cp437 fs/nls/nls_ascii fs/nls/nls_utf8 fs/nls/nls_iso8859-1 fs/fat/fat fs/fat/vfat \
    drivers/md/dm-mod drivers/md/dm-log-writes; do
    "$busybox" insmod "$(echo "$WORK"/root/usr/lib/uml/modules/*/kernel)/$module.ko"
done
sectors=$("$busybox" blockdev --getsz /dev/ubda)
dmsetup create log --table "0 $sectors log-writes /dev/ubda /dev/ubdb"
mount -t tmpfs tmpfs /mnt
mkdir /mnt/stick
mount -t vfat /dev/dm-0 /mnt/stick
cp -a "$WORK/kiosk" /mnt/kiosk
cd /mnt/kiosk || exit 1
for round in 1 2; do
    dmsetup message log 0 mark "begin$round"
    if "$BINARY" kiosk sync --end-rounds --json /mnt/stick >"$WORK/sync$round.json" 2>"$WORK/sync$round.err"; then
        dmsetup message log 0 mark "done$round"
    fi
    mkdir -p "$WORK/reference$round"
    cp -r /mnt/stick/. "$WORK/reference$round/"
    [ $round = 2 ] || for _ in 1 2 3; do
        "$BINARY" kiosk submit --json --no-receipt <"$WORK/card.json" >/dev/null 2>>"$WORK/submit.err"
    done
done
sync
dmsetup message log 0 mark end
cp -a /mnt/kiosk "$WORK/kiosk-after"
umount /mnt/stick
dmsetup remove log
"$busybox" poweroff -f
