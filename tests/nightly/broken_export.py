#!/usr/bin/env python3
"""The negative control: syncs into a folder with the real program, then copies to the stick as many programs do:
temporary name, fsync, rename, fsync of the folder, and no fsync of the renamed file. Stands in for BINARY."""
import os, shutil, subprocess, sys, tempfile

real = os.environ["REAL"]
if sys.argv[1:3] != ["kiosk", "sync"]:
    os.execv(real, [real, *sys.argv[1:]])
stick = sys.argv[-1]
with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
    copy = os.path.join(folder, "stick")
    shutil.copytree(stick, copy)
    subprocess.run([real, *sys.argv[1:-1], copy], check=True)
    for path, _, names in os.walk(copy):
        to = os.path.join(stick, os.path.relpath(path, copy))
        os.makedirs(to, exist_ok=True)
        for name in sorted(names):
            final = os.path.join(to, name)
            if os.path.exists(final):
                continue
            with open(os.path.join(path, name), "rb") as source, open(final + ".TMP", "wb") as out:
                shutil.copyfileobj(source, out)
                out.flush()
                os.fsync(out.fileno())
            os.rename(final + ".TMP", final)
            handle = os.open(to, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
