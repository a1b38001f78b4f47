"""One week in real windows: a resident at the kiosk, staff with a stick, a clerk at the office, the resident again.

    week.py BINARY WORK SHOTS

WORK/usb is the stick, mounted. Every control is found by its label; every picture is kept in SHOTS.
"""

import datetime
import glob
import json
import os
import pathlib
import re
import subprocess
import sys

import checks
import finger
from sentences import words
from window import NotOnScreen, Window, learn_keys, run

BINARY, WORK, SHOTS = sys.argv[1:4]
USB = os.path.join(WORK, "usb")
IMAGE = os.path.join(WORK, "usb.img")
TMP = os.path.join(WORK, "tmp")
OPINION = "3hao lou deng bu liang"
PHONE = "13812345678"
REPLY = "三号楼的灯已换好，谢谢提醒。"
NOTICE = "楼道照明已全部检查"
NOTICE_BODY = "坏的灯都换过了。"
PIN = "2580"
PASSPHRASE = "lantern river orchard pepper violin"
FIELD_OF = {"passphrase": "password text", "again": "password text"}
PLAN = "居民群众民主评议社区为民服务工作"
LEFT_BEHIND = "left behind zqx 5931"
HIDDEN = "for the worker not to see"
KEYPAD = "0123456789"


T = words()


def part(key):
    """The longest part of a sentence that holds no variable."""
    return max(re.split(r"{.*?}", T[key]), key=len).strip()


def filled(key, **values):
    """A sentence with its variables put in."""
    return re.sub(r"{ \$(\w+) }", lambda found: str(values[found[1]]), T[key])


def say(step):
    print(f"· {step}", flush=True)


def settings(name, **more):
    path = os.path.join(WORK, f"{name}.toml")
    lines = {"data_dir": f"{WORK}/data", "stick_folders": [USB], **more}
    text = "".join(f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n" for key, value in lines.items())
    pathlib.Path(path).write_text(text.replace("'", '"'), encoding="utf-8")
    return path


def kiosk(name="kiosk", env=None, **more):
    argv = [BINARY, "--settings", settings(name, **more)]
    window = Window(argv, SHOTS, env=env, log=os.path.join(WORK, f"{name}.log"))
    window.see(T["kiosk-welcome-start"], 40)
    return window


def begin(window, plan="为民服务"):
    window.tap(T["kiosk-welcome-start"])
    window.tap(plan)
    window.see(T["kiosk-promise-title"])


def rate(window, name="rating"):
    """Rates the plan's subject: each criterion's first choice, page after page."""
    window.tap(T["kiosk-promise-next"])
    for page in range(12):
        window.tap_every("满意", exact=True)
        if page == 0:
            window.shot(name)
        if window.has(T["kiosk-rating-done"]):
            break
        window.tap(T["kiosk-rating-next-page"])
        window.pause(0.3)
    window.tap(T["kiosk-rating-done"])
    window.see(T["kiosk-opinion-title"])


def resident_with_receipt(window):
    say("a resident rates, writes, and takes a receipt")
    window.shot("welcome")
    begin(window)
    window.shot("promise")
    rate(window)
    window.shot("opinion-empty")
    window.panel(OPINION[:4], [T["kiosk-widget-panel-keys"], T["kiosk-widget-panel-digits"], T["kiosk-widget-panel-latin"]], fold=690)
    window.type(OPINION[4:] + " " + PHONE, delay_ms=8)
    window.see(T["kiosk-opinion-contact"])
    window.shot("opinion-contact")
    window.key(*["BackSpace"] * (len(PHONE) + 1))
    if window.has(T["kiosk-opinion-contact"]):
        raise NotOnScreen("the hint about a telephone number stays after the number is gone")
    window.tap(T["kiosk-to-review"])
    window.see(OPINION)
    window.shot("review")
    window.tap(T["kiosk-review-next"])
    window.see(T["kiosk-thanks-title"], 30)
    window.shot("thanks")
    window.tap(T["kiosk-thanks-take"])
    window.see(T["kiosk-receipt-title"], 30)
    picture = window.shot("receipt")
    receipt = {"scan": read_receipt(picture), "picture": picture, "box": window.box(T["kiosk-receipt-number"])}
    if any(number_of(receipt["scan"])[:4] in name for name in window.names()):
        raise AssertionError("the receipt's number is announced aloud")
    window.tap(T["kiosk-receipt-finish"])
    window.see(T["kiosk-welcome-start"])
    return receipt


def read_receipt(picture):
    """What a phone would read from the screen; both readers must agree."""
    by_zbar = run("zbarimg", "-q", "--raw", picture).stdout.strip()
    code = "import sys, zxingcpp; from PIL import Image; print(zxingcpp.read_barcodes(Image.open(sys.argv[1]))[0].text)"
    by_zxing = run(os.environ["PINGYI_PYTHON"], "-c", code, picture).stdout.strip()
    if by_zbar != by_zxing:
        raise AssertionError(f"zbarimg reads {by_zbar!r}, zxing-cpp {by_zxing!r}")
    if not re.search(r"\d{4}( ?\d{4}){4}", by_zbar):
        raise AssertionError(f"no receipt number in {by_zbar!r}")
    say("zbarimg and zxing-cpp read the same receipt from the screen")
    return by_zbar


def number_of(scan):
    """The receipt's twenty digits, out of what its code says."""
    return "".join(re.search(r"(\d{4}(?: ?\d{4}){4})", scan).group(1).split())


def printed_number(receipt, keypad_picture, keypad):
    """The digits that stand beside the code are those in it: the program's own keys teach their shapes."""
    request = {**receipt, "keypad_picture": keypad_picture, "keypad": keypad}
    digits = os.path.join(os.path.dirname(__file__), "digits.py")
    read = run(os.environ["PINGYI_PYTHON"], digits, json.dumps(request)).stdout.strip()
    if read != number_of(receipt["scan"]):
        raise AssertionError(f"the screen shows {read}, its code says {number_of(receipt['scan'])}")
    say("the number on the screen is the one in the code")


def resident_without_receipt(window):
    say("another leaves the receipt, in English, large type and high contrast")
    english = words("en")
    window.tap(T["kiosk-other-language"], exact=True)
    window.see(english["kiosk-welcome-start"])
    window.tap(english["kiosk-large"])
    window.shot("welcome-en-large")
    window.tap(english["kiosk-contrast"])
    window.shot("welcome-en-large-contrast")
    window.tap(english["kiosk-welcome-start"])
    window.tap("Four evaluations")
    window.tap(english["kiosk-promise-next"])
    window.tap(english["kiosk-subjects-only-words"])
    window.see(english["kiosk-opinion-title"])
    window.type("The lift stops")
    window.shot("opinion-en-large")
    window.tap(english["kiosk-to-review"])
    window.tap(english["kiosk-review-next"])
    window.see(english["kiosk-thanks-title"], 30)
    window.shot("thanks-en-large")
    window.tap(english["kiosk-finish"])
    # The next resident starts from the defaults.
    window.see(T["kiosk-welcome-start"])


def idle(window):
    say("a resident walks away: warned, then wiped")
    begin(window, "四评")
    window.tap(T["kiosk-promise-next"])
    window.tap(T["kiosk-subjects-only-words"])
    window.type(LEFT_BEHIND)
    window.see(LEFT_BEHIND)
    checks.nothing_of_a_draft([f"{WORK}/data", TMP], LEFT_BEHIND)
    drafted = checks.copies_in_memory(window.process.pid, LEFT_BEHIND)
    if not drafted:
        raise AssertionError("the search does not even find a draft that is on the screen")
    window.see(T["kiosk-widget-still-there"], 30)
    window.shot("idle")
    window.see(T["kiosk-welcome-start"], 20)
    window.see_none(LEFT_BEHIND)
    # Two frames more, so that the picture before this one is gone as well.
    window.pause(1)
    if kept := checks.copies_in_memory(window.process.pid, LEFT_BEHIND):
        raise AssertionError(f"{kept} copies of a wiped draft are left in the program's memory (of {drafted})")
    say(f"of {drafted} copies of the draft in the program's memory none is left")
    begin(window, "四评")
    window.tap(T["kiosk-promise-next"])
    window.tap(T["kiosk-subjects-only-words"])
    window.see(T["kiosk-opinion-none"])
    window.see_none(LEFT_BEHIND)
    # It would ask first, if anything had been left of the card.
    window.tap(T["kiosk-leave"])
    window.see(T["kiosk-welcome-start"])


def locked_down(window):
    say("neither Ctrl+Q nor a request to close ends the kiosk")
    window.key("ctrl+q")
    window.key("alt+F4")
    window.key("ctrl+w")
    window.key("ctrl+plus")
    window.ask_to_close()
    window.tap(T["kiosk-welcome-notices"])
    window.see(T["kiosk-notices-title"], exact=True)
    window.tap(T["kiosk-back"])
    window.see(T["kiosk-welcome-start"])


def enter_pin(window, first=False, community=T["app-office-trial-name"]):
    window.press(community, hold=3.5)
    window.see(T["kiosk-pin-choose"] if first else T["kiosk-pin-enter"])
    for _ in range(2 if first else 1):
        for digit in PIN:
            window.tap(digit, exact=True)
        window.shot("pin")
        window.tap(T["kiosk-pin-go"])
        window.pause()
    window.see(T["kiosk-staff-title"], exact=True)


def sync_stick(window, *said):
    """The one button; then what was done is said, and that the stick may be pulled."""
    window.tap_below("usb", T["kiosk-sync"])
    window.see(T["kiosk-sync-done"], 60)
    if not window.has(T["courier-may-be-pulled"]):
        raise NotOnScreen("the staff are not told that the stick may be pulled")
    for sentence in said:
        window.see(sentence)
    window.shot("sync-done")
    window.tap(T["kiosk-sync-seen"])
    window.see(T["kiosk-staff-title"], exact=True)


def staff_collect(window):
    say("staff choose a PIN and sync: words leave at once, ratings wait for the end of their round, which a trial may end")
    enter_pin(window, first=True)
    window.shot("staff")
    # The community lives by Beijing's days, whatever the computer's zone is.
    beijing = datetime.timezone(datetime.timedelta(hours=8))
    month = datetime.datetime.now(beijing).strftime("%Y-%m")
    held = filled("kiosk-sync-held", plan=PLAN, round=month, date="|").split("|")[0]
    sync_stick(window, filled("kiosk-sync-words", n=1), held, T["kiosk-sync-none-closed"])
    batches = sorted(map(os.path.basename, glob.glob(f"{USB}/PINGYI/FROM/*/B*")))
    if batches != ["B0000001.JSL", "B0000001.SIG"]:
        raise AssertionError(f"words leave at once, and ratings not before their round has ended: {batches}")
    with open(glob.glob(f"{USB}/PINGYI/FROM/*/B0000001.JSL")[0], encoding="utf-8") as words:
        if "{\"rating\"" in words.read():
            raise AssertionError("ratings left with the words")
    window.scroll_and_tap(T["kiosk-end-rounds"], fold=660)
    window.shot("staff-end-rounds")
    window.turn_back()
    sync_stick(window, filled("kiosk-sync-closed", plan=PLAN, round=month, n=2))
    window.tap(T["kiosk-staff-leave"])
    window.see(T["kiosk-welcome-start"])


def staff_bring_back(window):
    say("staff bring the pack")
    enter_pin(window)
    window.shot("staff")
    sync_stick(window, filled("kiosk-sync-pack-imported", n=2, replies=1, notices=1, acknowledged=2))
    window.tap(T["kiosk-staff-leave"])
    window.see(T["kiosk-welcome-start"])


def office():
    say("the clerk loads, answers and makes the pack")
    window = Window([BINARY, "--settings", settings("office"), "office"], SHOTS, log=os.path.join(WORK, "office.log"))
    window.tap(T["office-unlock-open"], 40)
    window.see(T["office-week-title"], 30)
    window.tap_if("usb")
    window.shot("office-week")
    window.tap(T["office-week-load-do"])
    window.see(T["office-load-new"], 30, exact=True)
    window.see(filled("office-load-new-line", file="B0000001.JSL", week="", ratings=0, opinions=2).split("）")[1])
    window.see(filled("office-load-new-line", file="B0000002.JSL", week="", ratings=1, opinions=0).split("）")[1])
    window.shot("office-loaded")
    window.tap(T["office-load-on"])
    window.see(T["office-cases-title"], exact=True)
    window.shot("office-cases")
    window.tap("号意见 居民群众")
    window.see(OPINION)
    window.tap(T["office-case-start"])
    window.see(T["domain-case-in-progress"], exact=True)
    window.write(T["office-case-answer"], REPLY)
    window.shot("office-answer")
    window.tap(T["office-case-send"])
    window.see(part("app-office-done-answered"))
    window.see(REPLY)
    window.shot("office-answered")
    window.tap(T["office-nav-tallies"])
    window.see(T["office-tallies-title"], exact=True)
    window.shot("office-tallies")
    window.tap(T["office-nav-notices"], exact=True)
    window.write(T["office-notices-heading"], NOTICE)
    window.write(T["office-notices-body"], NOTICE_BODY)
    window.turn_to_end()
    window.press(T["office-notices-post-own"], role="push button")
    window.see(T["app-office-done-posted"])
    window.shot("office-notices")
    window.tap(T["office-nav-pack"])
    window.tap(T["office-pack-do"])
    window.see("P0000002.JSL", 40)
    window.see(T["courier-may-be-pulled"])
    window.shot("office-packed")
    say("loading the same stick again changes nothing")
    window.tap(T["office-nav-load"], exact=True)
    window.tap(T["office-week-load-do"])
    window.see(T["office-load-present"], 30, exact=True)
    window.shot("office-loaded-again")
    window.tap(T["office-nav-check"])
    window.tap(T["office-check-do"])
    window.see(T["office-check-good"], 40)
    window.shot("office-checked")
    # The same request that a kiosk declines ends an office: so it is known to arrive.
    window.ask_to_close()
    if (code := window.ended()) != 0:
        raise AssertionError(f"the office's window ended with {code}")


def look_up(window, receipt):
    scan = receipt["scan"]
    say("the resident scans the receipt and reads the answer")
    window.tap(T["kiosk-welcome-lookup"])
    window.see(T["kiosk-lookup-title"])
    picture = window.shot("lookup")
    printed_number(receipt, picture, [window.box(digit) for digit in KEYPAD])
    # A keyboard-wedge scanner types the code's text and Return, a key a millisecond; it sends no line breaks.
    window.type(re.sub(r"[^\x20-\x7e]+", " ", scan), delay_ms=1)
    window.key("Return")
    window.see(T["kiosk-found-answered"], 20)
    window.see(REPLY)
    window.shot("answered")
    window.tap(T["kiosk-finish"])
    window.see(T["kiosk-welcome-start"])
    say("and typed on the pad, one digit wrong, the group is named")
    number = number_of(scan)
    wrong = number[:6] + str((int(number[6]) + 1) % 10) + number[7:]
    window.tap(T["kiosk-welcome-lookup"])
    for digit in wrong:
        window.tap(digit, exact=True, settle=0.05)
    window.see(T["kiosk-found-mistyped"], 20)
    window.see(filled("kiosk-found-mistyped-group", n=2))
    window.shot("mistyped")
    window.tap(T["kiosk-found-retype"])
    window.tap(T["kiosk-back"])


def tablet():
    say("a tablet in portrait is handed back; nothing earlier can be reached")
    portrait = {"DISPLAY": os.environ["PINGYI_E2E_PORTRAIT"]}
    more = {"data_dir": f"{WORK}/tablet", "role": "tablet", "device": "TAB1", "window_size": [1080, 1920]}
    window = kiosk("tablet", env=portrait, **more)
    window.to_corner()
    window.shot("tablet-welcome")
    begin(window)
    window.shot("tablet-promise")
    rate(window, "tablet-rating")
    window.type(HIDDEN)
    window.see(HIDDEN)
    window.shot("tablet-opinion")
    window.tap(T["kiosk-to-review"])
    window.see(HIDDEN)
    window.shot("tablet-review")
    window.tap(T["kiosk-review-next"])
    window.see(T["kiosk-thanks-title"], 30)
    window.tap(T["kiosk-thanks-take"])
    window.see(T["kiosk-receipt-title"], 30)
    scan = read_receipt(window.shot("tablet-receipt"))
    window.tap(T["kiosk-receipt-finish"])
    window.see(T["kiosk-hand-back-title"])
    window.shot("tablet-hand-back")
    window.key("Escape", "BackSpace", "alt+Left")
    window.see(T["kiosk-hand-back-title"])
    window.see_none(HIDDEN)
    window.tap(T["kiosk-hand-back-next"])
    window.see(T["kiosk-welcome-start"])
    say("its receipt is not answered yet, and the answer does not tell whether anything waits")
    window.tap(T["kiosk-welcome-lookup"])
    window.type(number_of(scan), delay_ms=1)
    window.key("Return")
    window.see(T["kiosk-found-unknown"], 20)
    window.shot("tablet-waiting")
    window.close()


def prove_recovery(office):
    """Two groups of the recovery sheet are typed back, as from the paper."""
    halves = [name.removeprefix("label: ").split() for name in office.names() if re.fullmatch(r"label: (\d{5}\s*){5}", name)]
    groups = [group for half in halves for group in half]
    assert len(groups) == 10, groups
    field = T["office-recovery-type"].replace("{ $first }", "3").replace("{ $second }", "8")
    office.press(field, role="entry")
    office.type(groups[2] + groups[7], delay_ms=20)
    office.tap(T["office-recovery-prove"])
    office.see(T["office-recovery-proved"], 20)
    office.shot("office-recovery-proved")


def pairing():
    """From the trial to a real office and a real kiosk, in both windows: the PIN comes along."""
    say("from an open trial the real office is founded, and makes its first pack")
    stick = os.path.join(WORK, "first-stick")
    os.makedirs(stick)
    real = {"data_dir": f"{WORK}/real", "stick_folders": [stick]}
    window = kiosk("real-kiosk", **real)
    enter_pin(window, first=True)
    office = Window([BINARY, "--settings", settings("real-office", **real), "office"], SHOTS, log=os.path.join(WORK, "real-office.log"))
    office.tap(T["office-unlock-open"], 40)
    office.see(T["office-week-title"], 30)
    office.tap(T["office-real-begin"])
    for field, text in {"name": "Lanxin", "place": "Room 2", "telephone": "01088886666", "passphrase": PASSPHRASE, "again": PASSPHRASE}.items():
        # Beside the label stands its field, which bears the same name.
        office.press(T[f"office-found-{field}"], role=FIELD_OF.get(field, "entry"))
        office.type(text, delay_ms=20)
    office.see(T["office-found-ready"])
    office.shot("office-founding")
    office.tap(T["office-found-make"])
    office.see(T["office-recovery-title"], 30)
    office.shot("office-recovery")
    prove_recovery(office)
    office.tap(T["office-recovery-on"])
    office.see(T["office-week-pack-first"], 30)
    office.tap_if("first-stick")
    office.tap(T["office-nav-pack"])
    office.tap(T["office-pack-do"])
    office.see("P0000001.JSL", 40)
    office.shot("office-first-pack")
    office.close()
    say("the kiosk is paired with it, and the PIN of the trial is the PIN of the real one")
    window.tap_below("first-stick", T["kiosk-pair"])
    window.see(T["kiosk-pairing-compare"], 30)
    window.shot("pairing")
    window.tap(T["kiosk-pairing-same"])
    window.see(T["kiosk-pairing-done"], 40)
    window.shot("paired")
    typed = [name for name in window.names() if re.fullmatch(r"label: \d{4} \d{4}", name)]
    assert len(typed) == 1, typed
    window.tap(T["kiosk-back"])
    window.tap(T["kiosk-staff-leave"])
    window.see(T["kiosk-welcome-start"])
    window.see_none(T["kiosk-widget-trial"])
    enter_pin(window, community="Lanxin")
    window.close()
    say("the office meets it and accepts it by its fingerprint")
    office = Window([BINARY, "--settings", settings("real-office", **real), "office"], SHOTS, log=os.path.join(WORK, "real-office.log"))
    office.press(T["office-unlock-passphrase"])
    office.type(PASSPHRASE, delay_ms=20)
    office.tap(T["office-unlock-open"], 40)
    office.see(T["office-week-title"], 30)
    office.tap_if("first-stick")
    office.tap(T["office-nav-load"], exact=True)
    office.tap(T["office-week-load-do"])
    office.see("LOBBY1", 30)
    office.tap(T["office-nav-devices"], exact=True)
    office.see(T["office-devices-waiting"], 30)
    office.shot("office-device-asks")
    office.press(filled("office-enrol-typed", device="LOBBY1"), role="entry")
    office.type(typed[0].removeprefix("label: "), delay_ms=20)
    office.tap(T["office-enrol-accept"])
    office.see(filled("app-office-done-accepted", device="LOBBY1"), 30)
    office.close()


def without_display():
    bare = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    for command in ([], ["office"]):
        argv = [BINARY, "--settings", settings("bare", data_dir=f"{WORK}/bare"), *command]
        ended = subprocess.run(argv, env=bare, capture_output=True, text=True, timeout=60)
        if ended.returncode != 20 or T["kiosk-window-no-display"] not in ended.stderr:
            raise AssertionError(f"{command} without a display: {ended.returncode} {ended.stderr}")
    if os.path.exists(f"{WORK}/bare"):
        raise AssertionError("without a display a store was begun")
    say("without a display both windows say so, end with 20, and begin no store")


def read_notices(window):
    say("and reads the notice board")
    window.tap(T["kiosk-welcome-notices"])
    window.see(NOTICE)
    window.shot("notices")
    window.tap(NOTICE)
    window.see(NOTICE_BODY)
    window.shot("notice")


def with_a_finger(window):
    """Two cards, one written by hand and one in pinyin, without a keyboard."""
    for way, write in (("手写", finger.by_hand), ("拼音", finger.by_pinyin)):
        begin(window, "四评")
        window.tap(T["kiosk-promise-next"])
        window.tap(T["kiosk-subjects-only-words"])
        figure = write(window, T, T["kiosk-opinion-field"])
        say(f"a finger writes “{finger.SENTENCE}” in {way}: {figure}"
            + (f" of {len(finger.SENTENCE) - 2} characters came first" if way == "手写" else " taps on candidates"))
        window.shot(f"written-{way}")
        window.tap(T["kiosk-to-review"])
        window.see(finger.SENTENCE)
        window.tap(T["kiosk-review-next"])
        window.see(T["kiosk-thanks-title"], 30)
        window.tap(T["kiosk-finish"])
        window.see(T["kiosk-welcome-start"])
        window.see_none(finger.SENTENCE[:10])


def week():
    without_display()
    learn_keys(os.environ["DISPLAY"], REPLY + NOTICE + NOTICE_BODY)
    # Freed memory is overwritten, as the README has owners start it.
    os.makedirs(TMP, exist_ok=True)
    window = kiosk(env={"MALLOC_PERTURB_": "165", "TMPDIR": TMP}, idle_warning_secs=20, idle_countdown_secs=5)
    receipt = resident_with_receipt(window)
    resident_without_receipt(window)
    locked_down(window)
    idle(window)
    staff_collect(window)
    checks.pull_and_plug(USB, IMAGE)
    checks.signatures(f"{USB}/PINGYI/FROM/LOBBY1", ["B0000001", "B0000002"], f"{WORK}/data/trial/kiosk/DEVICE.PUB")
    office()
    checks.pull_and_plug(USB, IMAGE)
    checks.signatures(f"{USB}/PINGYI/TO", ["P0000002"], f"{WORK}/data/trial/office/OFFICE.PUB")
    staff_bring_back(window)
    look_up(window, receipt)
    read_notices(window)
    window.tap(T["kiosk-back"])
    window.tap(T["kiosk-back"])
    with_a_finger(window)
    window.close()
    tablet()
    pairing()
    secrets = [OPINION, PHONE, "The lift stops", LEFT_BEHIND, HIDDEN, REPLY, finger.SENTENCE[:10], number_of(receipt["scan"])]
    kiosks = [f"{WORK}/data/trial/kiosk", f"{WORK}/tablet/trial/kiosk", USB]
    checks.nothing_in_the_clear(kiosks, secrets, seen=NOTICE)
    checks.nothing_on_the_medium(USB, IMAGE, secrets, seen=NOTICE)
    checks.whole_stores(WORK, ["data/trial/kiosk/box.db", "data/trial/office/office.db", "tablet/trial/kiosk/box.db"])
    say("the week works")


def main():
    try:
        week()
    except Exception:
        Window.report_all()
        raise
    finally:
        for window in list(Window.opened):
            window.close()


if __name__ == "__main__":
    main()
