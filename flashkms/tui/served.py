"""The driver of a screen that stands in a browser's tab: Textual's own, which also leaves when the server is gone."""

from __future__ import annotations

import os
import signal

from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Named to Textual by `flashkms serve`, and made by it."""

    def run_input_thread(self) -> None:
        """Pass on what is typed. At the end of the input the server is gone, however it went: so is its program.

        An orphan would hold the collection for ever, as nobody can reach it any more. Every answer is on disk.
        """
        super().run_input_thread()
        if not self.exit_event.is_set():
            os.kill(os.getpid(), signal.SIGTERM)
