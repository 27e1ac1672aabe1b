"""Vega-Lite charts as SVG, drawn in a process of its own: the engine takes 80 MB and keeps it.

A chart a line on standard input, its SVG as a line of JSON on standard output, until the
input ends.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from threading import Lock
from typing import IO, Any


class Drawer:
    """The process, started with the first chart and kept for the next; safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._pid = 0

    def draw(self, specification: Mapping[str, Any]) -> str:
        """A Vega-Lite 5 specification as SVG; ``RuntimeError`` if it cannot be drawn."""
        with self._lock:
            if self._pid != os.getpid():  # forked: the process is the parent's
                self._process = None
            if self._process is None or self._process.poll() is not None:
                self.close()
                self._pid = os.getpid()
                self._process = subprocess.Popen(
                    # -P: no module of the folder that the user is in
                    [sys.executable, "-P", "-m", "citecheck.report.drawing"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="ascii",
                )
            line, answer = _pipes(self._process)
            try:
                line.write(json.dumps(specification) + "\n")
                line.flush()
                drawn = json.loads(answer.readline())
            except (OSError, ValueError) as error:
                self.close()
                raise RuntimeError("a chart could not be drawn: its process ended") from error
        if "svg" not in drawn:
            raise RuntimeError(f"a chart could not be drawn: {drawn['error']}")
        return str(drawn["svg"])

    def close(self) -> None:
        """End the process; the next chart starts another."""
        if self._process is not None and self._pid == os.getpid():
            for pipe in _pipes(self._process):
                try:
                    pipe.close()
                except OSError:  # what it did not read any more
                    continue
            self._process.wait()
            self._process = None


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


DRAWER = Drawer()
atexit.register(DRAWER.close)


def serve() -> None:
    """Draw what comes."""
    import vl_convert  # the engine, which only this process is to hold

    for line in sys.stdin:
        try:
            drawn = {"svg": vl_convert.vegalite_to_svg(json.loads(line), allowed_base_urls=[])}
        except ValueError as error:  # the library's one kind of error
            drawn = {"error": str(error)}
        try:
            print(json.dumps(drawn), flush=True)
        except BrokenPipeError:  # whoever asked was killed
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return


if __name__ == "__main__":
    serve()
