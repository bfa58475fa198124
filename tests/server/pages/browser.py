"""Drives a real Chromium by its DevTools protocol over two pipes: no port and no driver."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
WAIT_S = 30.0
POLL_S = 0.02
_ABOVE_STANDARD_FDS = 20
_END = b"\0"
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
    "--remote-debugging-pipe",
)


def program() -> str | None:
    """Say where Chromium is; None when it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One Chromium; tests open tabs in it, each with cookies and caches of its own."""

    def __init__(self, folder: Path) -> None:
        found = program()
        assert found is not None
        to_read, self._write = _high(os.pipe())
        self._read, to_write = _high(os.pipe())
        # Chromium hears on 3 and speaks on 4; bash is the plainest way to put pipes there.
        self._process = subprocess.Popen(
            [
                "bash",
                "-c",
                f'exec "$@" 3<&{to_read} 4>&{to_write}',
                "bash",
                found,
                *_FLAGS,
                f"--user-data-dir={folder}",
                "about:blank",
            ],
            pass_fds=(to_read, to_write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder), "DBUS_SESSION_BUS_ADDRESS": "disabled:"},
        )
        os.close(to_read)
        os.close(to_write)
        self._heard = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str = "", **params: object) -> dict[str, Any]:
        """Ask for something and give the answer; what else happened lies in `events`."""
        self._count += 1
        asked: dict[str, object] = {"id": self._count, "method": method, "params": params}
        if session:
            asked["sessionId"] = session
        os.write(self._write, json.dumps(asked).encode() + _END)
        deadline_s = time.monotonic() + WAIT_S
        while True:
            said = self._next(deadline_s)
            if said.get("id") == self._count:
                assert "error" not in said, (method, said["error"])
                return dict(said["result"])
            self.events.append(said)

    def tab(self) -> Tab:
        """Open a tab as a phone sees it, with nothing remembered."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        made = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        return Tab(self, attached["sessionId"], context)

    def close(self) -> None:
        """End it and wait until it has ended."""
        try:
            self.call("Browser.close")
        except (OSError, AssertionError):
            self._process.kill()
        self._process.wait(WAIT_S)
        os.close(self._read)
        os.close(self._write)

    def _next(self, deadline_s: float) -> dict[str, Any]:
        while _END not in self._heard:
            ready, _, _ = select.select([self._read], [], [], deadline_s - time.monotonic())
            assert ready, "Chromium does not answer"
            more = os.read(self._read, 1 << 20)
            assert more, "Chromium has ended"
            self._heard += more
        said, _, self._heard = self._heard.partition(_END)
        return dict(json.loads(said))


class Tab:
    """One page on a phone of 390 by 844 points."""

    def __init__(self, browser: Browser, session: str, context: str) -> None:
        self._browser = browser
        self._session = session
        self._context = context
        self.call("Page.enable")
        self.call("Runtime.enable")
        self.call("Log.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=390,
            height=844,
            deviceScaleFactor=2,
            mobile=True,
        )

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Ask the page for something."""
        return self._browser.call(method, self._session, **params)

    def go(self, url: str) -> None:
        """Open an address and wait until its page is there."""
        self.run("window.isOld = true")
        found = self.call("Page.navigate", url=url)
        assert not found.get("errorText"), found
        self.wait("!window.isOld && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """Give what a script comes to; promises are waited for."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script: str) -> None:
        """Wait until a script comes to something true, also while pages come and go."""
        deadline_s = time.monotonic() + WAIT_S
        while True:
            try:
                if self.run(script):
                    return
            except AssertionError as error:
                if time.monotonic() > deadline_s:
                    raise
                assert "context" in str(error).lower(), error  # noqa: PT017 - a page went away
            assert time.monotonic() < deadline_s, f"never came true: {script}"
            time.sleep(POLL_S)

    def click(self, selector: str) -> None:
        """Press a button, and wait for the page that it leads to."""
        self.run("window.isOld = true")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")
        self.wait("!window.isOld && document.readyState === 'complete'")

    def picture(self) -> bytes:
        """Photograph the screen, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def faults(self) -> list[str]:
        """Give what the page complained of: scripts that failed, rules that were broken."""
        found = []
        for said in self._browser.events:
            if said.get("sessionId") != self._session:
                continue
            params = said["params"]
            if said["method"] == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"]))
            if said["method"] == "Log.entryAdded" and params["entry"]["level"] == "error":
                found.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        return found

    def close(self) -> None:
        """Forget everything that this phone knew."""
        self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)


def _high(pipe: tuple[int, int]) -> tuple[int, int]:
    """Move both ends to numbers that the child does not need for itself."""
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE_STANDARD_FDS) for end in pipe)
    for end in pipe:
        os.close(end)
    return moved[0], moved[1]
