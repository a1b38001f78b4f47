"""评议会 in real windows (S12): slips at the door, a sitting that staff open and end, the figures typed, the result in large type;
once without its quorum, called again, and then with it.

    sitting.py BINARY WORK SHOTS

The voters scan their slips, as a keyboard-wedge scanner types them.
"""

import json
import os
import pathlib
import re
import subprocess

from week import BINARY, SHOTS, T, USB, WORK, enter_pin, filled, kiosk, say, settings
from window import Window

DATA = os.path.join(WORK, "sitting")
OFFICE = os.path.join(DATA, "trial", "office")
SETTINGS = {"data_dir": DATA, "stick_folders": [USB]}
TITLE = "社区居委会民主评议"
BODY = "社区居委会班子"
VOTERS = 5


def office(*argv):
    """A command of the office; what it says as JSON."""
    argv = [BINARY, "office", *argv, "--data", OFFICE, "--json"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, env={**os.environ, "PINGYI_PASSPHRASE": "trial"})
    if done.returncode != 0:
        raise AssertionError(f"{argv} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout) if done.stdout.strip() else None


def plan():
    """The shipped text, its blanks filled in."""
    new = [BINARY, "office", "plan", "new", "s12"]
    text = subprocess.run(new, capture_output=True, text=True, check=True).stdout
    for filled_in in ("李明", "街道纪工委"):
        text = text.replace('{ zh = "____", en = "____" }', f'"{filled_in}"', 1)
    path = os.path.join(DATA, "s12.toml")
    pathlib.Path(path).write_text(text, encoding="utf-8")
    return path


def slips(round_):
    """Prints slips, commits them, and carries the list to the kiosk's stick. Their codes, as a scanner reads them."""
    sheet = os.path.join(DATA, f"slips-{round_}.html")
    office("slips", "issue", "s12", round_, "LOBBY1", "--number", str(VOTERS), "--out", sheet)
    office("pack", USB)
    page = pathlib.Path(sheet).read_text(encoding="utf-8")
    os.remove(sheet)
    codes = re.findall(r"(\d{4}) (\d{4}) (\d{4}) (\d{4}) (\d{4})", re.sub(r"<[^>]*>", " ", page))
    codes = ["".join(groups) for groups in codes]
    assert len(codes) == VOTERS, page[:2000]
    return codes


def vote(window, code, choice, picture):
    window.tap(T["kiosk-welcome-start"])
    window.tap(TITLE)
    window.see(T["kiosk-slip-title"])
    if picture:
        window.shot("sitting-slip")
    window.type(code, delay_ms=4)
    window.key("Return")
    window.see(T["kiosk-promise-announced"], 20)
    if picture:
        window.shot("sitting-promise")
    window.tap(T["kiosk-promise-next"])
    window.see(BODY)
    for _ in range(6):
        window.tap_every(choice, exact=True)
        if window.has(T["kiosk-rating-next-subject"]):
            break
        window.tap(T["kiosk-rating-next-page"])
        window.pause(0.3)
    window.tap(T["kiosk-rating-next-subject"])
    window.pause(0.5)
    # Nothing is said about the second of the two.
    window.tap(T["kiosk-rating-leave-out-short"])
    window.tap(T["kiosk-review-next"])
    window.see(T["kiosk-thanks-title"], 30)
    window.tap(T["kiosk-finish"])
    window.see(T["kiosk-welcome-start"])


def sync(window):
    """The stick lies below the rounds that are held here."""
    window.scroll_and_tap(T["kiosk-sync"], fold=600, exact=True)
    window.see(T["kiosk-sync-done"], 60)
    window.see(T["courier-may-be-pulled"])
    window.tap(T["kiosk-sync-seen"])
    window.see(T["kiosk-staff-title"], exact=True)


def sitting(window, codes, picture):
    """Staff open it, everybody votes, a used slip is told so, staff end it; the ratings leave."""
    enter_pin(window, community=T["app-office-trial-name"])
    sync(window)
    window.scroll_and_tap(T["kiosk-sitting-open"], fold=690)
    window.see(T["kiosk-ballot-end"])
    if picture:
        window.shot("sitting-opened")
    window.turn_to_end()
    window.tap(T["kiosk-staff-leave"])
    for place, code in enumerate(codes):
        vote(window, code, "优秀" if place < 3 else "称职", picture and place == 0)
    window.tap(T["kiosk-welcome-start"])
    window.tap(TITLE)
    window.see(T["kiosk-slip-title"])
    window.type(codes[0], delay_ms=4)
    window.key("Return")
    window.see(T["app-slip-used"][:8], 20)
    if picture:
        window.shot("sitting-used")
    window.tap(T["kiosk-back"])
    window.tap(T["kiosk-back"])
    window.see(T["kiosk-welcome-start"])
    enter_pin(window, community=T["app-office-trial-name"])
    window.scroll_and_tap(T["kiosk-ballot-end"], fold=690)
    window.tap(T["kiosk-ballot-yes"], exact=True)
    window.see(T["kiosk-ballot-ended"])
    window.pause()
    sync(window)
    window.tap(T["kiosk-staff-leave"])


def counted(round_, entitled, present, said, name):
    """The clerk loads, types who came, counts, and shows the result to the room."""
    window = Window([BINARY, "--settings", settings("sitting-office", **SETTINGS), "office"], SHOTS, log=os.path.join(WORK, "sitting-office.log"))
    window.tap(T["office-unlock-open"], 40)
    window.see(T["office-week-title"], 30)
    window.tap_if("usb")
    window.tap(T["office-nav-load"], exact=True)
    window.tap(T["office-week-load-do"])
    window.see(T["office-load-new"], 30, exact=True)
    window.tap(T["office-nav-rounds"], exact=True)
    window.see(T["office-rounds-title"], exact=True)
    window.shot(f"{name}-rounds")
    window.tap(filled("office-rounds-next", next=T["domain-round-do-closed"], round=round_))
    window.write(T["domain-attendance-entitled"], str(entitled))
    window.write(T["domain-attendance-present"], str(present))
    window.shot(f"{name}-close")
    window.scroll_and_tap(T["domain-round-do-closed"], fold=760, exact=True)
    window.see(T["app-round-done-closed"], 20)
    window.turn_back()
    window.scroll_and_tap(T["domain-round-do-counted"], fold=760, exact=True)
    window.see(said, 20)
    window.turn_back()
    window.scroll_and_tap(T["office-announce"], fold=760)
    window.pause()
    window.see(said)
    window.shot(f"{name}-announced")
    window.tap(T["office-announce-back"])
    window.ask_to_close()
    window.ended()


def main():
    say("S12: the plan, its round announced, slips printed")
    os.makedirs(DATA, exist_ok=True)
    window = kiosk("sitting-kiosk", **SETTINGS)
    enter_pin(window, first=True)
    window.tap(T["kiosk-staff-leave"])
    office("plan", "add", plan())
    round_ = office("round", "announce", "s12")["round"]
    codes = slips(round_)
    say("five vote, of seven: without a quorum there is no grade")
    sitting(window, codes, picture=True)
    counted(round_, 7, 5, "不成立", "sitting-missed")
    say("called again: five of five")
    again = office("round", "call", "s12")["round"]
    codes = slips(again)
    sitting(window, codes, picture=False)
    counted(again, 5, 5, "成立", "sitting-met")
    decided = office("round", "decide", "s12", "--round", again)
    grades = {one["subject"]: one["grade"] for one in decided["subjects"]}
    assert grades["committee"] == "excellent", decided
    assert office("verify")["differences"] == [], "a verification finds differences"
    window.close()
    say("the sitting works")


if __name__ == "__main__":
    try:
        main()
    except Exception:
        Window.report_all()
        raise
    finally:
        for opened in list(Window.opened):
            opened.close()
