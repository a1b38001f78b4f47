"""Inside User-Mode Linux: puts every state of the recorded stick on /dev/ubda, mounts it and writes down what is there.

usage: vfat_replay.py WORK STATES   (WORK/states.json comes from stick_judge.py plan)
"""
import hashlib, json, os, subprocess, sys

work = sys.argv[1]
SECTOR = 512


def mounted_files(folder):
    """Every file of the mounted stick: its digest, or what the system said."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            place = os.path.join(path, name)
            relative = os.path.relpath(place, folder)
            try:
                with open(place, "rb") as file:
                    data = file.read()
            except OSError as error:
                found[relative] = f"error {error.errno}"
                continue
            digest = hashlib.sha256(data).hexdigest()
            kept = os.path.join(work, "contents", digest)
            if not os.path.exists(kept):
                with open(kept, "wb") as file:
                    file.write(data)
            found[relative] = digest
    return found


def main():
    with open(os.path.join(work, "states.json")) as file:
        plan = json.load(file)
    with open(os.path.join(work, "base.img"), "rb") as file:
        base = file.read()
    with open(os.path.join(work, "writes.bin"), "rb") as file:
        writes = file.read()
    touched = sorted({sector for state in plan["states"] for sector, _ in state["sectors"]} | {0})
    os.makedirs(os.path.join(work, "contents"), exist_ok=True)
    with open(os.path.join(work, "seen.jsonl"), "w") as out:
        for number, state in enumerate(plan["states"]):
            newest = dict(map(tuple, state["sectors"]))
            device = os.open("/dev/ubda", os.O_RDWR)
            for sector in touched:
                place = newest.get(sector)
                data = base[sector * SECTOR:][:SECTOR] if place is None else writes[place:place + SECTOR]
                os.pwrite(device, data, sector * SECTOR)
            os.fsync(device)
            os.close(device)
            if state["fsck"]:
                subprocess.run([f"{work}/root/sbin/fsck.vfat", "-a", "/dev/ubda"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
            # Read-write, as a desktop would mount it.
            mount = subprocess.run(["mount", "-t", "vfat", "/dev/ubda", "/mnt/stick"], stderr=subprocess.PIPE)
            files = {} if mount.returncode else mounted_files("/mnt/stick")
            if not mount.returncode:
                subprocess.run(["umount", "/mnt/stick"], check=True)
            out.write(json.dumps({"state": number, "mounts": not mount.returncode, "files": files}) + "\n")


main()
