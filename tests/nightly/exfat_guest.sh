#!/bin/busybox sh
# The first process of the machine that tests/nightly/exfat_drive.py talks to, over its second serial line.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module" || echo "no $module"; done </modules.list
mkdir -p /stick /tmp /kiosk
if [ -f /broken ]; then
    # The negative control: syncs into a folder with the real program, then copies that to the stick and syncs nothing.
    export_to() {
        rm -rf /tmp/copy && cp -a "$1" /tmp/copy && /pingyi kiosk sync --end-rounds --json /tmp/copy &&
            cp -r /tmp/copy/. "$1"
    }
else
    export_to() { /pingyi kiosk sync --end-rounds --json "$1"; }
fi
stty -F /dev/ttyS1 raw -echo
exec <>/dev/ttyS1 >&0
echo ready
while read -r word one two; do
    case $word in
    plug) # waits for the stick to appear
        for _ in $(seq 200); do [ -b /dev/sda ] && break; sleep 0.1; done
        mount -t "$one" /dev/sda /stick 2>/tmp/err && echo ok || echo "failed $(tr '\n' ' ' </tmp/err)" ;;
    state) # a state of the stick on the disk of states: file system, offset
        losetup -d /dev/loop0 2>/dev/null
        losetup -o "$two" /dev/loop0 /dev/vda
        mount -t "$one" /dev/loop0 /stick 2>/tmp/err && echo ok || echo "failed $(tr '\n' ' ' </tmp/err)" ;;
    sums)
        (cd /stick && find . -type f | while read -r file; do
            sum=$(sha256sum <"$file" 2>/dev/null) || sum="error 5"
            echo "$file ${sum%% *-}"
        done)
        echo ok ;;
    tree) # file by file: tar gives up, with all that follows, at one that a pull left shorter than its folder says
        rm -rf /tree && mkdir /tree
        (cd /stick && find . -type d) 2>/dev/null | while read -r path; do mkdir -p "/tree/$path"; done
        (cd /stick && find . -type f) 2>/dev/null | while read -r path; do cat "/stick/$path" >"/tree/$path" 2>/dev/null; done
        tar c -C /tree . | gzip | base64
        echo ok ;;
    leave) umount /stick 2>/dev/null || umount -l /stick; echo ok ;;
    fresh) rm -rf /kiosk && cp -a /kiosk.template /kiosk; echo ok ;;
    sync) # in the background: the answer comes when it comes
        (cd /kiosk && export_to /stick >/tmp/sync 2>/tmp/err
            code=$?
            echo "synced $code $(grep -c '"may_be_pulled": true' /tmp/sync) $(tail -n 1 /tmp/err | tr -d '\r')") &
        echo ok ;;
    card) (cd /kiosk && /pingyi kiosk submit --json --no-receipt </card.json >/dev/null 2>&1); echo "ok $?" ;;
    kiosk) tar c -C /kiosk . | gzip | base64; echo ok ;;
    off) poweroff -f ;;
    esac
done
