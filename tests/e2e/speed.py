"""First frame, frame time, processor and memory of the real kiosk window.

    speed.py BINARY WORK WIDTHxHEIGHT

Frame times are what Mesa's own display counts (GALLIUM_HUD) while the pointer never rests, so that the window
draws as fast as it can; they include telling a screen reader, which is switched on to find the controls.
"""

import os
import pathlib
import secrets
import sqlite3
import statistics
import subprocess
import sys
import time

from Xlib import X, display

from sentences import words
from window import Window

BINARY, WORK, SIZE = sys.argv[1:4]
WIDTH, HEIGHT = map(int, SIZE.split("x"))
CARDS = 10_000
T = words()


def settings():
    path = os.path.join(WORK, f"{SIZE}.toml")
    text = f'data_dir = "{WORK}/data"\nwindow_size = [{WIDTH}, {HEIGHT}]\nidle_warning_secs = 3600\n'
    pathlib.Path(path).write_text(text, encoding="utf-8")
    return path


def fill_box():
    """Lays so many sheets into the trial box, as large as real ones; none of them opens, and none needs to."""
    box = sqlite3.connect(f"{WORK}/data/trial/kiosk/box.db")
    rows = ((secrets.token_bytes(32), bytes(16), secrets.token_bytes(1024)) for _ in range(CARDS))
    box.executemany("INSERT INTO rating (id, plan_key, sealed) VALUES (?, ?, ?)", rows)
    box.commit()
    box.close()


def first_frame():
    """Seconds from the start of the process until the screen is no longer black."""
    screen = display.Display()
    root = screen.screen().root
    started = time.monotonic()
    process = subprocess.Popen([BINARY, "--settings", settings()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while time.monotonic() - started < 20:
        pixel = root.get_image(WIDTH // 2, HEIGHT - 20, 1, 1, X.ZPixmap, 0xFFFFFFFF).data
        if any(pixel[:3]):
            break
        time.sleep(0.002)
    seconds = time.monotonic() - started
    process.terminate()
    process.wait()
    screen.close()
    return seconds


def processor_secs(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def at_rest():
    """Per cent of one core, and PSS in MiB, of a window that nobody touches."""
    process = subprocess.Popen([BINARY, "--settings", settings()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # Receipts are prepared, and the box is tidied, in the first half minute.
    time.sleep(40)
    before = processor_secs(process.pid)
    time.sleep(10)
    busy = (processor_secs(process.pid) - before) * 10
    rollup = pathlib.Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    process.terminate()
    process.wait()
    return busy, pss


def frame_ms(window, hud):
    """The median time of a frame while the pointer circles over the screen as it is."""
    count = len(hud.read_text().split())
    moves = "".join(
        f"mousemove {WIDTH // 4 + step % 300} {HEIGHT // 3 + step % 200}\nsleep 0.001\n" for step in range(1500)
    )
    subprocess.run(["xdotool", "-"], input=moves, text=True, check=False, timeout=60)
    times = [float(value) for value in hud.read_text().split()[count:] if value.replace(".", "").isdigit()]
    return statistics.median(times), len(times)


def frames():
    dump = pathlib.Path(WORK, "hud", SIZE)
    dump.mkdir(parents=True)
    hud_settings = {"GALLIUM_HUD": "frametime", "GALLIUM_HUD_PERIOD": "0", "GALLIUM_HUD_DUMP_DIR": str(dump)}
    window = Window([BINARY, "--settings", settings()], WORK, env=hud_settings)
    hud = dump / "frametime_(ms)"

    def measure(name):
        median, count = frame_ms(window, hud)
        print(f"{SIZE} frame, {name}: {median:.1f} ms (median of {count})", flush=True)

    window.see(T["kiosk-welcome-start"], 40)
    measure("welcome")
    window.tap(T["kiosk-welcome-start"])
    window.see(T["kiosk-plans-title"])
    measure("plans")
    window.tap("四评")
    window.tap(T["kiosk-promise-next"])
    window.see(T["kiosk-subjects-title"])
    measure("subjects")
    window.tap(T["kiosk-subjects-only-words"])
    window.see(T["kiosk-opinion-title"])
    window.type("the lamp at the door of building three has been out for a month")
    measure("opinion with its keys")
    window.tap(T["kiosk-to-review"])
    window.tap(T["kiosk-review-next"])
    window.see(T["kiosk-thanks-title"], 30)
    window.tap(T["kiosk-thanks-take"])
    window.see(T["kiosk-receipt-title"], 30)
    measure("receipt")
    window.tap(T["kiosk-receipt-finish"])
    window.tap(T["kiosk-welcome-lookup"])
    window.see(T["kiosk-lookup-title"])
    measure("look-up")
    window.close()


def main():
    if not pathlib.Path(WORK, "data").exists():
        first_frame()
        time.sleep(1)
        fill_box()
    starts = [first_frame() for _ in range(5)]
    print(f"{SIZE} first frame with {CARDS} cards: {statistics.median(starts):.2f} s (median of {len(starts)})", flush=True)
    busy, pss = at_rest()
    print(f"{SIZE} at rest: {busy:.1f} % of a core, PSS {pss:.0f} MiB", flush=True)
    frames()


main()
