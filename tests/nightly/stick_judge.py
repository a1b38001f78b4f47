"""Plans the states of a recorded stick, and judges what the kernel showed of each.

    stick_judge.py plan WORK STATES SEED              reads the log of dm-log-writes, writes states.json and writes.bin
    stick_judge.py judge WORK BINARY REPORT TITLE     holds seen.jsonl against the office's real load and the kiosk's sync
"""
import json, os, random, shutil, struct, subprocess, sys
from pathlib import Path

SECTOR = 512
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8
REFUSED = 8  # exit code of pingyi
OBJECTS = 3  # exit code: everything ran, and something is wrong with the exporter


def read_log(path):
    """The entries of a dm-log-writes log: (kind, first sector, bytes or mark)."""
    return [entry for _, entry in entries_and_ends(path)]


def entries_and_ends(path):
    """The same, each with the byte of the log after it."""
    data = Path(path).read_bytes()
    magic, _version, count, sector_bytes = struct.unpack_from("<QQQI", data)
    assert magic == 0x6A736677736872, f"no log of dm-log-writes: {magic:#x}"
    at = sector_bytes
    for _ in range(count):
        first, sectors, flags, length = struct.unpack_from("<QQQQ", data, at)
        beside = data[at + 32:at + 32 + length] if flags & MARK else b""
        at += sector_bytes
        if flags & MARK:
            yield at, ("mark", 0, beside.decode())
            continue
        if flags & DISCARD:
            yield at, ("discard", first, b"")
            continue
        body = data[at:at + sectors * sector_bytes]
        at += sectors * sector_bytes
        # A flush covers what was written before it; the bytes it carries itself are safe only when FUA.
        if flags & FLUSH:
            yield at, ("flush", 0, b"")
        if body:
            yield at, ("write", first, body)
        if flags & FUA:
            yield at, ("flush", 0, b"")


def plan(work, entries, wanted, seed, fscks=(False, True)):
    rng = random.Random(seed)
    blob, pieces = bytearray(), []  # for each write: its sectors and where their bytes lie
    for kind, first, body in entries:
        here = []
        if kind == "write":
            for number in range(len(body) // SECTOR):
                here.append((first + number, len(blob)))
                blob += body[number * SECTOR:(number + 1) * SECTOR]
        pieces.append(here)

    def state(upto, extra, how):
        newest = {}
        for here in pieces[:upto]:
            newest.update(here)
        newest.update(extra)
        marks = [entry[2] for entry in entries[:upto] if entry[0] == "mark"]
        return {"sectors": sorted(newest.items()), "marks": marks, "how": how}

    states = [state(upto, [], f"prefix {upto}") for upto in range(len(entries) + 1)
              if upto == 0 or entries[upto - 1][0] in ("write", "mark")]
    prefixes = len(states)
    # Between two flushes the stick may keep any of the writes, each torn at any sector, in any order.
    starts = [0] + [number + 1 for number, entry in enumerate(entries) if entry[0] == "flush"]
    epochs = []
    for start, end in zip(starts, starts[1:] + [len(entries)]):
        inside = [here for here in pieces[start:end] if here]
        if inside:
            epochs.append((start, inside))
    while len(states) * len(fscks) < wanted or len(states) < prefixes + len(epochs):
        start, inside = epochs[(len(states) - prefixes) % len(epochs)]
        order = rng.sample(inside, len(inside))
        extra = [piece for here in order if rng.random() < 0.6 for piece in here if rng.random() < 0.8]
        states.append(state(start, extra, f"reordered from {start}"))
    states = [dict(one, fsck=fsck) for one in states for fsck in fscks]
    Path(f"{work}/writes.bin").write_bytes(blob)
    Path(f"{work}/states.json").write_text(json.dumps({"states": states}))
    return (f"log: {len(entries)} entries, {len(epochs)} groups between flushes; {prefixes} prefixes, "
            f"{len(states)} states{' (each as it is and after fsck.vfat -a)' if True in fscks else ''}")


def digests(folder):
    import hashlib
    folder = Path(folder)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class Judge:
    """Real programs on copies: what an office makes of a tree, and whether the next sync mends it."""

    def __init__(self, work, binary):
        self.work, self.binary, self.known = Path(work), binary, {}
        self.references = [digests(f"{work}/reference{number}") for number in (1, 2)]

    def run(self, folder, *arguments):
        done = subprocess.run([self.binary, *arguments], cwd=folder, capture_output=True, text=True)
        text = done.stdout.strip()
        return done.returncode, json.loads(text) if text.startswith(("{", "[")) else {}, done.stderr

    def of(self, files):
        """Faults of a tree: what loads must be whole, and the next round must bring everything."""
        key = json.dumps(sorted(files.items()))
        if key not in self.known:
            self.known[key] = self.try_tree(files)
        return self.known[key]

    def try_tree(self, files):
        faults = []
        place = self.work / "trial-tree"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.work / "kiosk-after", place)
        stick = place / "stick-tree"
        for name, digest in files.items():
            if digest.startswith("error"):
                continue
            path = stick / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.work / "contents" / digest, path)
        stick.mkdir(exist_ok=True)
        office = ["--json", "--data", "d/trial/office"]
        code, report, said = self.run(place, "office", "load", *office, str(stick))
        taken = [batch for device in report.get("devices", []) for batch in device["batches"]]
        # A batch cut short is refused by name, and the program says so with its exit code; anything else is a fault.
        refused = [batch["file"] for batch in taken if batch["outcome"] == "refused"]
        if code not in (0, REFUSED) or (code == REFUSED) != bool(refused):
            faults.append(f"load stopped: {said.strip()}")
        whole = self.references[1]
        for batch in taken:
            base = "PINGYI/FROM/LOBBY1/" + batch["file"][:-4]
            pair = [base + end for end in (".JSL", ".SIG")]
            same = all(files.get(name) == whole.get(name) for name in pair if batch["file"].startswith("B"))
            if batch["outcome"] == "new" and not same:
                faults.append(f"{batch['file']} loads and is not whole")
            if batch["outcome"] == "new" and batch["sheets"]["opinions_new"] != 3:
                faults.append(f"{batch['file']} was counted in part")
        # The next healthy sync completes the job, and all six cards are at the office once.
        code, _, said = self.run(place, "kiosk", "sync", "--end-rounds", "--json", str(stick))
        if code:
            faults.append(f"the next sync stopped: {said.strip()[-200:]}")
        self.run(place, "office", "load", *office, str(stick))
        _, cases, _ = self.run(place, "office", "cases", *office)
        found = len(cases)
        if found != 6:
            faults.append(f"{found} of 6 opinions arrived")
        return faults


def judge(work, binary, report, title):
    states = json.loads(Path(f"{work}/states.json").read_text())["states"]
    court = Judge(work, binary)
    figures = dict.fromkeys(["states", "mounted", "early", "partial", "faults", "names in part", "unreadable"], 0)
    first = []
    for line in Path(f"{work}/seen.jsonl").read_text().splitlines():
        seen = json.loads(line)
        state, files = states[seen["state"]], seen["files"]
        figures["states"] += 1
        figures["mounted"] += seen["mounts"]
        where = f"{state['how']}{' fsck' if state['fsck'] else ''}"
        for number, reference in enumerate(court.references, 1):
            if f"done{number}" in state["marks"]:
                gone = [name for name, digest in reference.items() if files.get(name) != digest]
                if gone:
                    figures["early"] += 1
                    first.append(f"{where}: done{number} was said, and {gone} is not whole")
        whole = court.references[1]
        finals = {name: digest for name, digest in files.items() if name in whole and digest != whole[name]}
        figures["names in part"] += len(finals)
        figures["unreadable"] += any(digest.startswith("error") for digest in files.values())
        for fault in court.of(files):
            figures["partial" if "whole" in fault or "part" in fault else "faults"] += 1
            first.append(f"{where}: {fault}")
    lines = [
        f"{title}: {figures['states']} states, {figures['mounted']} mounted, "
        f"{len(court.known)} different trees given to the real office and kiosk",
        f"  done without a whole readable batch: {figures['early']}",
        f"  loaded in part: {figures['partial']}",
        f"  next sync or load did not complete the job: {figures['faults']}",
        f"  (files in part under a final name, none of which loads: {figures['names in part']}; "
        f"states with a file that cannot be read: {figures['unreadable']})",
    ]
    text = "\n".join(lines + first[:20]) + "\n"
    print(text, end="")
    with open(report, "a") as out:
        out.write(text)
    assert figures["states"] and figures["mounted"], "nothing was looked at"
    return OBJECTS if figures["early"] + figures["partial"] + figures["faults"] else 0


if __name__ == "__main__":
    if sys.argv[1] == "plan":
        print(plan(sys.argv[2], read_log(f"{sys.argv[2]}/log.img"), int(sys.argv[3]), int(sys.argv[4])))
    else:
        sys.exit(judge(*sys.argv[2:6]))
