"""What stock programs and plain reading say about the files of the week."""

import glob
import os
import pathlib
import subprocess

from window import run

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def pull_and_plug(stick, image):
    """A stick that was pulled has nothing in a cache: what is read afterwards was written."""
    if is_image(stick):
        run("umount", stick)
        run("mount", "-o", "loop", image, stick)


def is_image(stick):
    """Whether the stick is the image on a loop device, and not the stand-in for machines that give none."""
    return run("findmnt", "-no", "SOURCE", stick).stdout.strip().startswith("/dev/loop")


def signatures(folder, names, public):
    """Each of the files lies there with its signature, which the key beside the store verifies, and no other does."""
    for name in names:
        if not glob.glob(os.path.join(folder, name + ".JSL")):
            raise AssertionError(f"no {name}.JSL in {folder}: {os.listdir(folder)}")
        verify = ["minisign", "-V", "-q", "-x", f"{folder}/{name}.SIG", "-m", f"{folder}/{name}.JSL", "-p"]
        run(*verify, public)
        # A check that could not fail would prove nothing: the other side's key must be refused.
        other = "office/OFFICE.PUB" if public.endswith("DEVICE.PUB") else "kiosk/DEVICE.PUB"
        wrong = os.path.join(os.path.dirname(public), "..", other)
        if subprocess.run([*verify, wrong], capture_output=True).returncode == 0:
            raise AssertionError(f"{name}.SIG verifies with {wrong} too")
    print(f"· minisign: {', '.join(names)} verified with {os.path.basename(public)}", flush=True)


def _found(data, texts):
    return [text for text in texts for encoding in ENCODINGS if text.encode(encoding) in data]


def nothing_in_the_clear(places, secrets, seen):
    """What a resident wrote lies in no file of a kiosk or of the stick, in no encoding. `seen`, which is public,
    must be found by the same search."""
    looked, public = 0, 0
    for place in places:
        for path in pathlib.Path(place).rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                looked += 1
                public += bool(_found(data, [seen]))
                if found := _found(data, secrets):
                    raise AssertionError(f"{path} holds {found} in the clear")
    if public < 2:
        raise AssertionError(f"the search found what is public in {public} of {looked} files only")
    print(f"· nothing in the clear in {looked} files", flush=True)


def nothing_on_the_medium(stick, image, secrets, seen):
    """Nor in any block of the stick, freed ones included."""
    if not is_image(stick):
        print("· NOT SEARCHED: the stick's blocks, for it is no image on this machine", flush=True)
        return
    pull_and_plug(stick, image)
    data = pathlib.Path(image).read_bytes()
    if not _found(data, [seen]):
        raise AssertionError("the search does not even find what is public in the stick's blocks")
    if found := _found(data, secrets):
        raise AssertionError(f"the stick's blocks hold {found} in the clear")
    print("· nothing in the clear in any block of the stick", flush=True)


def copies_in_memory(pid, text):
    """How often a text stands in the writable memory of a running program, as a core dump of it would hold it: in UTF-8,
    UTF-16 and UTF-32. Whoever asks must also ask while it is on the screen: then it has to be found."""
    forms = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-32-le")]
    copies = 0
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        for line in maps:
            spread, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(place, 16) for place in spread.split("-"))
            try:
                memory.seek(start)
                part = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue  # a device's memory, or one that went away meanwhile
            copies += sum(part.count(form) for form in forms)
    return copies


def nothing_of_a_draft(places, draft):
    """While it is being written a draft lies in no file of these folders."""
    looked = 0
    for place in places:
        for path in pathlib.Path(place).rglob("*"):
            if path.is_file():
                looked += 1
                if _found(path.read_bytes(), [draft]) or draft.encode("utf-32-le") in path.read_bytes():
                    raise AssertionError(f"{path} holds a draft")
    print(f"· nothing of a draft in {looked} files", flush=True)


def whole_stores(work, stores):
    """SQLite's own program finds every store whole."""
    for store in stores:
        answer = run("sqlite3", os.path.join(work, store), "pragma integrity_check").stdout.strip()
        if answer != "ok":
            raise AssertionError(f"{store}: {answer}")
    print(f"· sqlite3 finds {len(stores)} stores whole", flush=True)
