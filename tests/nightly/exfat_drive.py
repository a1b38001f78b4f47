"""Drives the machine of tests/nightly/exfat: plugs, syncs, unplugs, looks, and judges.

usage: exfat_drive.py WORK BINARY STATES UNPLUGS REPORT
"""
import atexit, base64, hashlib, io, json, os, random, re, select, shutil, socket, struct, subprocess, sys, tarfile, time
from pathlib import Path

import stick_judge

SEED = 1
BROKEN = bool(os.environ.get("BROKEN"))
MIB = 1 << 20
SIZES = {"exfat": 8 * MIB, "vfat": 16 * MIB}
WANTED = ["xhci_pci", "usb_storage", "sd_mod", "virtio_pci", "virtio_blk", "loop", "exfat", "vfat", "nls_cp437", "nls_ascii",
          "nls_utf8", "nls_iso8859_1", "crct10dif_generic", "crc64"]


def modules(root):
    """The kernel's modules that are needed, those they need first."""
    found = {path.name.split(".ko")[0].replace("-", "_"): path for path in root.glob("lib/modules/*/kernel/**/*.ko*")}
    order = []

    def need(name):
        path = found.get(name)
        if path is None or path in order:
            return
        for others in re.findall(rb"\0depends=([^\0]*)\0", b"\0" + path.read_bytes()):
            for other in filter(None, others.decode().split(",")):
                need(other.replace("-", "_"))
        if path not in order:
            order.append(path)

    for name in WANTED:
        need(name)
    return order


def build_initramfs(work, binary):
    tree = work / "initramfs"
    for folder in ("bin", "dev", "proc", "sys", "modules", "lib64"):
        (tree / folder).mkdir(parents=True)
    shutil.copy(work / "root/bin/busybox", tree / "bin/busybox")
    shutil.copy(Path(__file__).with_name("exfat_guest.sh"), tree / "init")
    os.chmod(tree / "init", 0o755)
    names = []
    for path in modules(work / "root"):
        shutil.copy(path, tree / "modules" / path.name)
        names.append(path.name)
    (tree / "modules.list").write_text("\n".join(names) + "\n")
    if BROKEN:
        (tree / "broken").touch()
    shutil.copy(binary, tree / "pingyi")
    for line in subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout.splitlines():
        for path in re.findall(r"(/\S+)", line):
            target = tree / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    card = '{"plan":"s10","revision":1,"opinion":{"text":"三号楼的灯坏了"}}'
    (tree / "card.json").write_text(card)
    kiosk = tree / "kiosk.template"
    kiosk.mkdir()
    (kiosk / "kiosk.toml").write_text('data_dir = "d"\n')
    for _ in range(3):
        subprocess.run([binary, "kiosk", "submit", "--json", "--no-receipt"], cwd=kiosk, input=card, text=True, check=True,
                       stdout=subprocess.DEVNULL)
    with open(work / "initramfs.cpio", "wb") as out:
        listing = subprocess.run(["find", ".", "-print0"], cwd=tree, capture_output=True, check=True).stdout
        subprocess.run(["cpio", "-0", "-o", "-H", "newc", "--quiet"], cwd=tree, input=listing, stdout=out, check=True)
    return kiosk


def format_stick(work, kind, path):
    path.unlink(missing_ok=True)
    with open(path, "wb") as out:
        out.truncate(SIZES[kind])
    program = {"exfat": "usr/sbin/mkfs.exfat", "vfat": "sbin/mkfs.vfat"}[kind]
    subprocess.run([work / "root" / program, path], check=True, stdout=subprocess.DEVNULL)


class Machine:
    """A running machine: its monitor, and the line to its first process."""

    def __init__(self, work, disk=None):
        self.work = work
        kernel = next((work / "root/boot").glob("vmlinuz-*"))
        arguments = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-smp", "2", "-m", "1024",
                     "-display", "none", "-nodefaults", "-no-reboot", "-kernel", kernel, "-initrd", work / "initramfs.cpio",
                     "-append", "console=ttyS0 panic=-1 loglevel=4 no_timer_check mitigations=off",
                     "-serial", f"file:{work}/console", "-device", "qemu-xhci,id=xhci",
                     "-chardev", f"socket,id=line,path={work}/line,server=on,wait=off", "-serial", "chardev:line",
                     "-qmp", f"unix:{work}/monitor,server=on,wait=off"]
        if disk:
            arguments += ["-drive", f"file={disk},if=virtio,format=raw,readonly=on"]
        for name in ("line", "monitor"):
            (work / name).unlink(missing_ok=True)
        self.process = subprocess.Popen([str(argument) for argument in arguments])
        atexit.register(self.process.kill)
        self.socket = self.connect("line")
        self.line, self.monitor = self.socket.makefile("rwb"), self.connect("monitor").makefile("rwb")
        self.qmp("qmp_capabilities")
        while self.read() != "ready":
            pass

    def connect(self, name):
        for _ in range(300):
            try:
                link = socket.socket(socket.AF_UNIX)
                link.connect(f"{self.work}/{name}")
                link.settimeout(600)
                return link
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"QEMU did not open {name}")

    def qmp(self, command, **arguments):
        self.monitor.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        self.monitor.flush()
        while True:
            answer = json.loads(self.monitor.readline())
            if "error" in answer:
                raise SystemExit(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return

    def read(self):
        line = self.line.readline()
        if not line:
            raise SystemExit("the machine stopped: " + (self.work / "console").read_text(errors="replace")[-2000:])
        return line.decode(errors="replace").strip()

    def heard(self):
        """How much the kernel has said."""
        return (self.work / "console").stat().st_size

    def heard_since(self, mark):
        return (self.work / "console").read_bytes()[mark:].decode(errors="replace")

    def speaks_within(self, secs):
        return bool(select.select([self.socket], [], [], secs)[0])

    def say(self, text):
        self.line.write(text.encode() + b"\n")
        self.line.flush()

    def ask(self, text):
        """Everything up to `ok`."""
        self.say(text)
        lines = []
        while True:
            line = self.read()
            if line == "ok" or line.startswith(("ok ", "failed ")):
                return line, lines
            lines.append(line)

    def plug(self, kind, image, log=None):
        file = {"driver": "file", "filename": str(image)}
        if log:
            node = {"driver": "blklogwrites", "file": file, "log": {"driver": "file", "filename": str(log)},
                    "log-sector-size": 512}
        else:
            node = {"driver": "raw", "file": file}
        self.qmp("blockdev-add", **{"node-name": "stick", **node})
        self.qmp("device_add", driver="usb-storage", id="usb", drive="stick", bus="xhci.0")
        return self.ask(f"plug {kind}")[0] == "ok"

    def unplug(self):
        self.qmp("device_del", id="usb")

    def forget(self):
        """After the machine let go of the stick."""
        for _ in range(100):
            try:
                self.qmp("blockdev-del", **{"node-name": "stick"})
                return
            except SystemExit:
                time.sleep(0.1)
        raise SystemExit("the stick stays in use")

    def tree(self, word="tree"):
        _, lines = self.ask(word)
        data = base64.b64decode("".join(lines))
        files = {}
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
            for member in tar:
                if member.isfile():
                    files[os.path.normpath(member.name)] = tar.extractfile(member).read()
        return files

    def off(self):
        self.say("off")
        self.process.wait(60)


def keep(work, files):
    """Writes contents where the judge looks for them; gives the digests."""
    (work / "contents").mkdir(exist_ok=True)
    digests = {}
    for name, data in files.items():
        digests[name] = hashlib.sha256(data).hexdigest()
        (work / "contents" / digests[name]).write_bytes(data)
    return digests


def write_tree(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def sync(machine):
    machine.ask("sync")
    while not (line := machine.read()).startswith("synced"):
        pass
    _, code, done, *_ = line.split(" ", 3)
    return code == "0" and done == "1", line


def record(machine, work, kind):
    """Two whole syncs with every write logged; gives the log's entries with marks, as vfat's recording has them."""
    image, log = work / "stick.img", work / "log.img"
    format_stick(work, kind, image)
    shutil.copy(image, work / "base.img")
    log.write_bytes(b"")
    assert machine.plug(kind, image, log), "the empty stick does not mount"
    machine.ask("fresh")
    marks = []
    for number in (1, 2):
        done, line = sync(machine)
        assert done, line
        # What is in the log now was written before done was said.
        marks.append((log.stat().st_size, f"done{number}"))
        files = machine.tree()
        # A control that copied nothing at all would be caught for the wrong reason.
        assert f"PINGYI/FROM/LOBBY1/B000000{number}.JSL" in files, sorted(files)
        write_tree(work / f"reference{number}", files)
        if number == 1:
            for _ in range(3):
                machine.ask("card")
    write_tree(work / "kiosk-after", machine.tree("kiosk"))
    machine.ask("leave")
    machine.unplug()
    machine.forget()
    return marks


def with_marks(work, marks):
    """The log's entries, each mark before the first one that was written after it."""
    entries = []
    for end, entry in stick_judge.entries_and_ends(work / "log.img"):
        while marks and end > marks[0][0]:
            entries.append(("mark", 0, marks.pop(0)[1]))
        entries.append(entry)
    entries += [("mark", 0, name) for _, name in marks]
    return entries


def unplugs(machine, work, kind, count, court, rng):
    """Real unplugs at random moments of a first sync; gives a line of figures and the faults."""
    image, faults, said, done_runs, kept, damaged = work / "stick.img", [], {}, 0, 0, 0
    format_stick(work, kind, image)
    assert machine.plug(kind, image)
    machine.ask("fresh")
    start = time.monotonic()
    done, line = sync(machine)
    assert done, line
    usual_secs = time.monotonic() - start
    machine.ask("leave")
    machine.unplug()
    machine.forget()
    for number in range(count):
        format_stick(work, kind, image)
        assert machine.plug(kind, image)
        machine.ask("fresh")
        machine.ask("sync")
        start = time.monotonic()
        if not BROKEN:
            # The first part of a run is the program's own start.
            if machine.speaks_within(rng.uniform(0.2, 1.0) * usual_secs):
                usual_secs = time.monotonic() - start  # faster than the last: pulled just after done
            machine.unplug()
        while not (line := machine.read()).startswith("synced"):
            pass
        if BROKEN:
            machine.unplug()
        _, code, done, *rest = line.split(" ", 3)
        claimed = code == "0" and done == "1"
        said[" ".join(rest)] = said.get(" ".join(rest), 0) + 1
        machine.ask("leave")
        machine.forget()
        where = f"{kind} unplug {number}"
        mark = machine.heard()
        if not machine.plug(kind, image):
            faults.append(f"{where}: the stick does not mount again")
            machine.unplug()
            machine.forget()
            continue
        files = machine.tree()
        keep(work, files)
        batch = "PINGYI/FROM/LOBBY1/B0000001.JSL"
        kept += batch in files
        done_runs += claimed
        if claimed and batch not in files:
            faults.append(f"{where}: done was said, and the batch is not there")
        # The same kiosk, the same stick, plugged in again: the job is completed.
        again, line = sync(machine)
        if not again and "use another stick" in line.lower() and "read-only" in machine.heard_since(mark):
            # A pull can damage a file system so that the kernel refuses to write to it; another stick is what the
            # sentence asks for. That the kernel did so is read from its own messages.
            damaged += 1
            machine.ask("leave")
            machine.unplug()
            machine.forget()
            format_stick(work, kind, image)
            assert machine.plug(kind, image)
            again, line = sync(machine)
        if not again:
            faults.append(f"{where}: the next sync: {line}")
        after = keep(work, machine.tree())
        faults += [f"{where}: {fault}" for fault in court(files, after)]
        there = "there" if batch in files else "not there"
        print(f"{where}: {'done' if claimed else ' '.join(rest)}; batch {there}", flush=True)
        machine.ask("leave")
        machine.unplug()
        machine.forget()
    text = (f"{kind}: {count} real unplugs (QEMU device_del): {done_runs} after done, batch there in {kept}; "
            f"{damaged} damaged, so that the kernel wanted another stick; {len(faults)} faults; said: {said}")
    if count >= 8 and not BROKEN and done_runs > count * 3 // 4:
        faults.append(f"{kind}: too few unplugs came before done to mean anything")
    return text, faults


def loads(work, binary, files, wanted):
    """Whether the real office counts a whole batch of this tree (or, where none has to be whole, nothing in part)."""
    place = work / "office-trial"
    shutil.rmtree(place, ignore_errors=True)
    # The office has not changed since the kiosk's folder was made: in trial mode it lies beside it.
    shutil.copytree(work / "initramfs/kiosk.template", place)
    (place / "stick-tree").mkdir()
    for name, digest in files.items():
        path = place / "stick-tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(work / "contents" / digest, path)
    done = subprocess.run([binary, "office", "load", "--json", "--data", "d/trial/office", "stick-tree"], cwd=place,
                          capture_output=True, text=True)
    report = json.loads(done.stdout) if done.returncode == 0 else {}
    taken = [batch for device in report.get("devices", []) for batch in device["batches"]]
    counted = [batch["sheets"]["opinions_new"] for batch in taken if batch["outcome"] == "new"]
    if any(count != 3 for count in counted):
        return [f"a batch was counted in part: {counted}"]
    if wanted and counted != [3]:
        return [f"the next sync was done, and the office counts {counted}: {done.stderr.strip()[-200:]}"]
    return []


def look_at_states(work, states):
    """Mounts every state in the machine; writes seen.jsonl."""
    base = (work / "base.img").read_bytes()
    blob = (work / "writes.bin").read_bytes()
    disk = work / "states.img"
    with open(disk, "wb") as out:
        for number, state in enumerate(states):
            image = bytearray(base)
            for sector, place in state["sectors"]:
                image[sector * 512:(sector + 1) * 512] = blob[place:place + 512]
            offset = number * SIZES["exfat"]
            for at in range(0, len(image), 4096):
                if any(image[at:at + 4096]):
                    out.seek(offset + at)
                    out.write(image[at:at + 4096])
        out.truncate(len(states) * SIZES["exfat"])
    machine = Machine(work, disk)
    known = {path.name for path in (work / "contents").iterdir()}
    with open(work / "seen.jsonl", "w") as out:
        for number in range(len(states)):
            answer, _ = machine.ask(f"state exfat {number * SIZES['exfat']}")
            files = {}
            if answer == "ok":
                for line in machine.ask("sums")[1]:
                    name, digest = line.split(" ", 1)
                    files[os.path.normpath(name)] = digest
                if any(digest not in known and not digest.startswith("error") for digest in files.values()):
                    known |= set(keep(work, machine.tree()).values())
                machine.ask("leave")
            out.write(json.dumps({"state": number, "mounts": answer == "ok", "files": files}) + "\n")
    machine.off()


def main():
    work, binary, wanted, count, report = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    build_initramfs(work, binary)
    rng, lines, faults = random.Random(SEED), [], []
    (work / "contents").mkdir(exist_ok=True)
    machine = Machine(work)

    def court(files, after):
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        return loads(work, binary, digests, False) + loads(work, binary, after, True)

    for kind in ("exfat", "vfat"):
        if count:
            text, found = unplugs(machine, work, kind, count, court, rng)
            print(text, flush=True)
            lines.append(text)
            faults += found
    marks = record(machine, work, "exfat")
    machine.off()
    for number in (1, 2):
        for path in (work / f"reference{number}").rglob("*"):
            if path.is_file():
                keep(work, {"x": path.read_bytes()})
    text = stick_judge.plan(work, with_marks(work, marks), wanted, SEED, (False,))
    print(text, flush=True)
    look_at_states(work, json.loads((work / "states.json").read_text())["states"])
    with open(report, "w") as out:
        out.write("\n".join(lines + faults + [text]) + "\n")
    print("\n".join(faults), flush=True)
    title = "exFAT (Debian's kernel in QEMU, every write logged)" + (", broken exporter" if BROKEN else "")
    bad = stick_judge.judge(work, binary, report, title)
    if not BROKEN:
        sys.exit(1 if faults or bad else 0)
    early = sum("done was said" in fault for fault in faults)
    if (count and not early) or bad != stick_judge.OBJECTS:
        sys.exit("the broken exporter was not caught")
    print(f"caught: the broken exporter, by {early} of {2 * count} unplugs and by the states")


main()
