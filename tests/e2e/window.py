"""Drives a real window: finds what a screen reader would announce, and touches the middle of it.

Labels and places come from AT-SPI, so this also proves that every control is announced. Pointer and keys go
through XTest (xdotool), the way a touchscreen and a keyboard-wedge scanner reach the program.
"""

import os
import subprocess
import time

import pyatspi
from Xlib import X, display
from Xlib.protocol import event

TAPPABLE = {"push button", "toggle button", "radio button", "check box", "link", "list item", "table row", "page tab"}

FIELDS = {"entry", "text", "password text"}


class NotOnScreen(AssertionError):
    """What was looked for did not appear in time; says what is there instead."""


def learn_keys(name, text):
    """Gives each Chinese character of `text` a key of its own on this display, as a Chinese keyboard would.

    Without it xdotool lends one key to character after character, and under load a program looks too late which
    one it was.
    """
    server = display.Display(name)
    low, high = server.display.info.min_keycode, server.display.info.max_keycode
    rows = server.get_keyboard_mapping(low, high - low + 1)
    # A test presses no multimedia keys (XF86…): theirs are free too.
    free = [low + place for place, row in enumerate(rows) if all(not key or key >> 16 == 0x1008 for key in row)]
    letters = sorted({letter for letter in text if not letter.isascii()})
    if len(letters) > len(free):
        raise ValueError(f"{len(letters)} characters, but only {len(free)} keys are free")
    for code, letter in zip(free, letters):
        symbol = 0x01000000 | ord(letter)
        server.change_keyboard_mapping(code, [(symbol, symbol)])
    server.sync()
    server.close()


def said(node):
    """What is announced: a control's name, and what is written in a field, which is no part of its name."""
    name = node.name or ""
    if node.getRoleName() in FIELDS:
        try:
            written = node.queryText().getText(0, -1)
        except Exception:  # a field for a passphrase tells nobody what is written in it
            return name
        return f"{name} [{written}]"
    return name


# A kiosk's page that has just changed is deaf for 0.4 s where it was tapped; a slow machine shows it late.
DEAF_SECS, DEAF_PIXELS = 0.8, 80


class Window:
    count = 0  # pictures of all windows, in the order they were taken
    opened = []  # those not closed yet, for the report when something fails

    def __init__(self, argv, shots, env=None, log=None):
        self.shots = shots
        self.log_path = log or os.devnull
        self.log = open(self.log_path, "w")
        self.env = {**os.environ, **(env or {})}
        self.process = subprocess.Popen(argv, env=self.env, stdout=self.log, stderr=self.log)
        self.application = None
        self.tapped = (0, 0, 0.0)  # where and when last
        Window.opened.append(self)
        self.application = self._wait(self._find_application, 30, "the window's accessibility tree")

    def _find_application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for application in desktop:
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    def _wait(self, probe, seconds, what):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise NotOnScreen(f"the program ended with {self.process.returncode} while waiting for {what}")
            try:
                found = probe()
            except Exception:  # a node can vanish between two frames
                found = None
            if found:
                return found
            time.sleep(0.1)
        raise NotOnScreen(f"{what} did not appear; on screen: {self.names()}")

    def nodes(self):
        stack, found = [self.application], []
        while stack:
            node = stack.pop()
            if node is None:
                continue
            found.append(node)
            stack.extend(reversed([node.getChildAtIndex(i) for i in range(node.childCount)]))
        return found

    def names(self):
        if self.application is None:
            return ["(no accessibility tree)"]
        try:
            return [f"{node.getRoleName()}: {said(node)}" for node in self.nodes() if said(node)]
        except Exception as fault:
            return [f"(tree not readable: {fault})"]

    def _match(self, text, tappable, exact):
        for node in self.nodes():
            name = node.name or "" if exact else said(node)
            if (name == text if exact else text in name) and (not tappable or node.getRoleName() in TAPPABLE):
                return node
        return None

    def see(self, text, seconds=15, exact=False):
        """Waits until something with this text is on the screen."""
        return self._wait(lambda: self._match(text, False, exact), seconds, f"“{text}”")

    def has(self, text, exact=False):
        try:
            return self._match(text, False, exact) is not None
        except Exception:
            return False

    def see_none(self, text):
        """Holds what is on the screen against a text that must not be there."""
        names = [said(node) for node in self.nodes()]
        if not names or any(text in name for name in names):
            raise NotOnScreen(f"“{text}” is on the screen, or nothing is: {names}")

    def box(self, name):
        """Where the node with this very label lies: left, top, width, height."""
        return self.place(self.see(name, exact=True))

    def place(self, node):
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return box.x, box.y, box.width, box.height

    def tap(self, text, seconds=15, exact=False, hold=0.0, settle=0.25):
        """Touches the control with this label; `hold` makes it a long press."""
        node = self._wait(lambda: self._match(text, True, exact), seconds, f"a control “{text}”")
        self._tap_node(node, hold, settle)

    def _tap_node(self, node, hold=0.0, settle=0.25):
        left, top, width, height = self.place(node)
        x, y = left + width // 2, top + height // 2
        near = max(abs(x - self.tapped[0]), abs(y - self.tapped[1])) < DEAF_PIXELS
        if near and settle >= 0.25:
            time.sleep(max(0.0, self.tapped[2] + DEAF_SECS - time.monotonic()))
        self.tap_at(x, y, hold, settle)

    def press(self, text, hold=0.0, role=None):
        """Touches what bears this label though it is announced as no control, or by its role alone."""

        def probe():
            for node in self.nodes():
                if node.name == text and (role is None or node.getRoleName() == role):
                    return node
            return None

        self._tap_node(self._wait(probe, 15, f"“{text}”"), hold)

    def scroll_and_tap(self, text, fold, exact=False, wheel_y=400):
        """Turns the page with the wheel until the control lies above `fold`, then touches it."""
        for _ in range(40):
            node = self._wait(lambda: self._match(text, True, exact), 15, f"a control “{text}”")
            _, y, _, height = self.place(node)
            if y + height <= fold:
                break
            self._xdotool("mousemove", "640", str(wheel_y), "click", "5")
            time.sleep(0.15)
        self.tap(text, exact=exact)

    def turn_to_end(self):
        """Turns the page to its end."""
        self._xdotool("mousemove", "640", "400", "click", "--repeat", "40", "5")
        time.sleep(0.5)

    def turn_back(self):
        """Turns the page to its beginning."""
        self._xdotool("mousemove", "640", "400", "click", "--repeat", "40", "4")
        time.sleep(0.5)

    def tap_every(self, text, exact=False):
        """Touches every control with this label, in reading order."""
        self._wait(lambda: self._match(text, True, exact), 15, f"a control “{text}”")
        for node in self._all(text, exact):
            self._tap_node(node)

    def _all(self, text, exact):
        alike = (lambda name: name == text) if exact else (lambda name: text in name)
        return [node for node in self.nodes() if alike(node.name or "") and node.getRoleName() in TAPPABLE]

    def tap_below(self, heading, text):
        """Touches the control with this label that comes next below a heading."""

        def probe():
            top = next((self.place(node)[1] for node in self.nodes() if node.name == heading), None)
            below = [node for node in self._all(text, True) if top is not None and self.place(node)[1] >= top]
            return min(below, key=lambda node: self.place(node)[1], default=None)

        self._tap_node(self._wait(probe, 15, f"“{text}” below “{heading}”"))

    def tap_if(self, text):
        """Touches the control with this label, if it is there."""
        node = self._match(text, True, False)
        if node is not None:
            self._tap_node(node)

    def pause(self, seconds=1.0):
        """Lets slow work begin, so that what is looked for next is not what was there before."""
        time.sleep(seconds)

    def to_corner(self):
        """Puts the window where no window manager would have to tell it that it is."""
        for window in self._windows():
            subprocess.run(["xdotool", "windowmove", "--sync", window, "0", "0"], capture_output=True, check=False, env=self.env)
        time.sleep(0.5)

    def ask_to_close(self):
        """What a window manager sends when somebody presses the cross; Debian 12's xdotool cannot."""
        server = display.Display(self.env["DISPLAY"])
        protocols, delete = server.intern_atom("WM_PROTOCOLS"), server.intern_atom("WM_DELETE_WINDOW")
        windows = self._windows()
        if not windows:
            raise NotOnScreen("there is no window to close")
        for number in windows:
            window = server.create_resource_object("window", int(number))
            data = (32, [delete, X.CurrentTime, 0, 0, 0])
            window.send_event(event.ClientMessage(window=window, client_type=protocols, data=data))
        server.sync()
        server.close()
        time.sleep(1.0)

    def ended(self, seconds=10):
        """Waits for the program's end; its exit code."""
        code = self.process.wait(seconds)
        self._put_away()
        return code

    def tap_at(self, x, y, hold=0.0, settle=0.25):
        self._xdotool("mousemove", str(x), str(y))
        time.sleep(0.05)
        self._xdotool("mousedown", "1")
        time.sleep(max(hold, 0.06))
        self._xdotool("mouseup", "1")
        self.tapped = (x, y, time.monotonic())
        time.sleep(settle)

    def type(self, text, delay_ms=2):
        self.focus()
        self._xdotool("type", "--delay", str(delay_ms), text)
        time.sleep(0.25)

    def write(self, field, text):
        """Touches the field with this label, writes, and holds what stands there against it."""
        self.press(field, role="entry")
        self.type(text, delay_ms=20)
        self.see(f"{field} [{text}]")

    def panel(self, text, tabs, fold):
        """Touches the docked panel's keys, looking behind its tabs for those not in sight."""
        for letter in text:
            for tab in tabs:
                if self.has(letter, exact=True):
                    break
                self.tap(tab, exact=True)
            self.scroll_and_tap(letter, fold, exact=True, wheel_y=620)

    def key(self, *names):
        self.focus()
        self._xdotool("key", *names)
        time.sleep(0.2)

    def _windows(self):
        search = ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)]
        return subprocess.run(search, capture_output=True, text=True, env=self.env).stdout.split()

    def _xdotool(self, *argv):
        run("xdotool", *argv, env=self.env)

    def focus(self):
        ids = self._windows()
        if ids:
            subprocess.run(["xdotool", "windowfocus", "--sync", ids[-1]], capture_output=True, check=False, env=self.env)

    def shot(self, name):
        """Keeps a picture of the whole screen."""
        Window.count += 1
        path = os.path.join(self.shots, f"{Window.count:02d}-{name}.png")
        run("import", "-window", "root", path, env=self.env)
        return path

    @classmethod
    def report_all(cls):
        """What every open window shows, for whoever reads the failure: a picture, its labels, its last words."""
        for window in cls.opened:
            window.log.flush()
            with open(window.log_path, encoding="utf-8", errors="replace") as log:
                print(f"-- {window.process.args}, ended: {window.process.poll()}", *log.readlines()[-20:], sep="\n   ")
            print("on screen:", *window.names(), sep="\n   ")
            print("picture:", window.shot("failed"), flush=True)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._put_away()

    def _put_away(self):
        self.log.close()
        Window.opened.remove(self)


def run(*argv, **more):
    return subprocess.run(argv, check=True, capture_output=True, text=True, **more)
