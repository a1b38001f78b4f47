"""Drives a real window: finds what a screen reader would announce, and touches the middle of it.

Labels and places come from AT-SPI, so this also proves that every control is announced. Pointer and keys go
through XTest (xdotool), the way a touchscreen and a keyboard-wedge scanner reach the program.
"""

import os
import subprocess
import time

import pyatspi

TAPPABLE = {"push button", "toggle button", "radio button", "check box", "link", "list item", "table row", "page tab"}


class NotOnScreen(AssertionError):
    """What was looked for did not appear in time; says what is there instead."""


class Window:
    def __init__(self, argv, shots, env=None, log=None):
        self.shots = shots
        self.count = 0
        self.log = open(log or os.devnull, "w")
        self.process = subprocess.Popen(argv, env={**os.environ, **(env or {})}, stdout=self.log, stderr=self.log)
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
        try:
            return [f"{node.getRoleName()}: {node.name}" for node in self.nodes() if node.name]
        except Exception as fault:
            return [f"(tree not readable: {fault})"]

    def _match(self, text, tappable, exact):
        for node in self.nodes():
            name = node.name or ""
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

    def place(self, node):
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return box.x, box.y, box.width, box.height

    def tap(self, text, seconds=15, exact=False, hold=0.0):
        """Touches the control with this label; `hold` makes it a long press."""
        node = self._wait(lambda: self._match(text, True, exact), seconds, f"a control “{text}”")
        x, y, width, height = self.place(node)
        self.tap_at(x + width // 2, y + height // 2, hold)

    def tap_at(self, x, y, hold=0.0):
        run("xdotool", "mousemove", str(x), str(y))
        time.sleep(0.05)
        run("xdotool", "mousedown", "1")
        time.sleep(max(hold, 0.06))
        run("xdotool", "mouseup", "1")
        time.sleep(0.25)

    def type(self, text, delay_ms=2):
        self.focus()
        run("xdotool", "type", "--delay", str(delay_ms), text)
        time.sleep(0.25)

    def key(self, *names):
        self.focus()
        run("xdotool", "key", *names)
        time.sleep(0.2)

    def focus(self):
        ids = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)], capture_output=True, text=True
        ).stdout.split()
        if ids:
            subprocess.run(["xdotool", "windowfocus", "--sync", ids[-1]], capture_output=True, check=False)

    def shot(self, name):
        """Keeps a picture of the whole screen."""
        self.count += 1
        path = os.path.join(self.shots, f"{self.count:02d}-{name}.png")
        run("import", "-window", "root", path)
        return path

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def run(*argv, **more):
    return subprocess.run(argv, check=True, capture_output=True, text=True, **more)
