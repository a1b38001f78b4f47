"""A scripted finger writes Chinese in a real window: strokes on the pads, letters on the panel's keys."""

import os
import pathlib
import time

from window import NotOnScreen

INK = os.path.join(os.path.dirname(__file__), "../vectors/pen/sentence.txt")
CLAUSES = [("三号楼的电梯经常停运", "sanhaoloudediantijingchangtingyun"), ("希望物业尽快维修", "xiwangwuyejinkuaiweixiu")]
MARKS = ["，", "。"]
SENTENCE = "".join(clause + mark for (clause, _), mark in zip(CLAUSES, MARKS))


def ink():
    """The development sample: each character's strokes, in shares of the pad's side."""
    found = {}
    for line in pathlib.Path(INK).read_text(encoding="utf-8").splitlines():
        letter, _, rest = line.partition(" ")
        if letter != "#":
            points = [[tuple(int(value) / 100 for value in point.split(",")) for point in stroke.split()]
                      for stroke in rest.split("/")]
            found[letter] = points
    return found


def _draw(window, box, strokes):
    left, top, width, height = box
    margin = 0.1

    def at(x, y):
        return (str(round(left + width * (margin + x * (1 - 2 * margin)))),
                str(round(top + height * (margin + y * (1 - 2 * margin)))))

    for stroke in strokes:
        # One call a stroke: the finger moves at a finger's pace and not at a process's.
        words = ["mousemove", *at(*stroke[0]), "sleep", "0.02", "mousedown", "1"]
        for (ax, ay), (bx, by) in zip(stroke, stroke[1:]):
            for step in range(1, 7):
                share = step / 6
                words += ["mousemove", *at(ax + (bx - ax) * share, ay + (by - ay) * share), "sleep", "0.008"]
        window._xdotool(*words, "mouseup", "1")
        time.sleep(0.05)


def by_hand(window, T, field):
    """Writes the sentence in 手写; how many characters were the first candidate."""
    window.tap(T["kiosk-widget-panel-hand"], exact=True)
    pads = [window.box(T["kiosk-widget-pad-one"]), window.box(T["kiosk-widget-pad-two"])]
    samples, first, written = ink(), 0, ""
    for place, letter in enumerate(SENTENCE):
        written += letter
        if letter in MARKS:
            window.tap(letter, exact=True)
        else:
            _draw(window, pads[place % 2], samples[letter])
            first += _take(window, T, letter)
        window.see(f"{field} [{written}]")
        if place == 4:
            window.shot("hand-next-words")
    return first


def _take(window, T, letter):
    """Taps the character among the candidates, turning their pages; whether it came first."""
    time.sleep(0.15)
    for page in range(6):
        if window.has(letter, exact=True):
            candidates = [node.name for node in window.nodes() if node.getRoleName() == "push button" and len(node.name) == 1]
            window.shot(f"hand-{letter}") if letter in "楼梯" else None
            window.tap(letter, exact=True, settle=0.1)
            marks = [name for name in candidates if name in MARKS]
            return page == 0 and candidates[:1] == [letter] and bool(marks)
        window.tap(T["kiosk-widget-choices-more"], exact=True)
    raise NotOnScreen(f"“{letter}” is no candidate for what was drawn: {window.names()}")


def by_pinyin(window, T, field):
    """Writes the sentence in 拼音, whole clauses at a time; how many taps on candidates it took."""
    window.tap(T["kiosk-widget-panel-pinyin"], exact=True)
    keys = {letter: window.box(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}
    taps, written = 0, ""
    for (clause, letters), mark in zip(CLAUSES, MARKS):
        for letter in letters:
            left, top, width, height = keys[letter]
            window.tap_at(left + width // 2, top + height // 2, settle=0.04)
        time.sleep(0.3)
        window.shot(f"pinyin-{letters[:6]}")
        rest = clause
        while rest:
            taken = next((rest[:length] for length in range(len(rest), 0, -1) if window.has(rest[:length], exact=True)), None)
            if taken is None:
                window.tap(T["kiosk-widget-choices-more"], exact=True)
                taps += 1
                if taps > 60:
                    raise NotOnScreen(f"“{rest}” is not offered: {window.names()}")
                continue
            window.tap(taken, exact=True)
            taps, rest, written = taps + 1, rest[len(taken):], written + taken
        window.tap(mark, exact=True)
        written += mark
        window.see(f"{field} [{written}]")
    return taps
