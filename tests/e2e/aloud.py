"""A whole card read aloud in a real window by espeak-ng, into one sound file; and the readings of every text, held against their table.

    aloud.py BINARY WORK SHOTS

The engine of this kiosk writes what it says to files instead of a sound device, and notes what it was told.
"""

import glob
import os
import pathlib
import struct
import subprocess
import wave

from week import OPINION, PLAN, SHOTS, T, WORK, begin, kiosk, say
from window import Window

VOICE = os.path.join(WORK, "voice")
SCRIPT = """\
at="$(printf '%s/%04d' {voice} "$(ls {voice} | wc -l)")"
tee "$at.txt" | espeak-ng -v cmn-latn-pinyin -s 160 --stdin -w "$at.wav"
"""
RATE_PAGES = 12


def listen(window, secs=60):
    """Has the page read; what the engine was told."""
    before = set(glob.glob(f"{VOICE}/*.txt"))
    window.tap(T["kiosk-aloud"], exact=True)
    window.pause(0.5)
    for _ in range(secs * 2):
        if window.has(T["kiosk-aloud"]) and not window.has(T["kiosk-aloud-stop"]):
            break
        window.pause(0.5)
    told = sorted(set(glob.glob(f"{VOICE}/*.txt")) - before)
    assert told, "nothing was read"
    return "".join(pathlib.Path(path).read_text(encoding="utf-8") for path in told)


def joined(target):
    """One file of all that was said: its length and its loudness."""
    frames, parameters = b"", None
    for path in sorted(glob.glob(f"{VOICE}/*.wav")):
        with wave.open(path) as sound:
            parameters = sound.getparams()
            frames += sound.readframes(sound.getnframes())
    with wave.open(target, "wb") as whole:
        whole.setparams(parameters)
        whole.writeframes(frames)
    samples = struct.unpack(f"<{len(frames) // 2}h", frames)
    loud = sum(1 for one in samples if abs(one) > 1000)
    return len(samples) / parameters.framerate, loud / max(len(samples), 1)


def main():
    say("every text of the kiosk is read as its table has it")
    subprocess.run(["/usr/bin/python3", str(pathlib.Path(__file__).with_name("pinyin.py"))], check=True)
    os.makedirs(VOICE, exist_ok=True)
    script = os.path.join(WORK, "voice.sh")
    pathlib.Path(script).write_text(SCRIPT.format(voice=VOICE), encoding="utf-8")
    say("a whole card is read, page after page")
    window = kiosk("aloud", data_dir=f"{WORK}/aloud-data", aloud_zh=["sh", script], aloud_loudspeaker=True)
    heard = [listen(window)]
    begin(window)
    heard.append(listen(window))
    window.tap(T["kiosk-promise-next"])
    for _ in range(RATE_PAGES):
        heard.append(listen(window))
        window.shot("aloud-rating")
        window.tap_every("满意", exact=True)
        if window.has(T["kiosk-rating-done"]):
            break
        window.tap(T["kiosk-rating-next-page"])
        window.pause(0.5)
    window.tap(T["kiosk-rating-done"])
    window.see(T["kiosk-opinion-title"])
    window.type(OPINION, delay_ms=8)
    heard.append(listen(window))
    window.tap(T["kiosk-to-review"])
    window.see(OPINION)
    heard.append(listen(window))
    window.tap(T["kiosk-review-next"])
    window.see(T["kiosk-thanks-title"], 30)
    heard.append(listen(window))
    everything = "\n".join(heard)
    for said in (PLAN, T["kiosk-promise-anonymous"], "基本满意", T["kiosk-opinion-title"], T["kiosk-review-title"], T["kiosk-thanks-title"]):
        assert said in everything, f"{said} was not read:\n{everything}"
    assert OPINION not in everything, "what was written was read"
    secs, loud = joined(os.path.join(SHOTS, "aloud-card.wav"))
    assert secs > 30 and loud > 0.05, (secs, loud)
    window.close()
    say(f"a card is {secs:.0f} seconds long")


if __name__ == "__main__":
    try:
        main()
    except Exception:
        Window.report_all()
        raise
    finally:
        for opened in list(Window.opened):
            opened.close()
