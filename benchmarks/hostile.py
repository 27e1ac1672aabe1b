"""Ten megabytes of brackets, digits and signs through the reader and the parser, shape by shape.

Usage: python -m benchmarks.hostile [MEGABYTES [SHAPE...]]

Each shape stands once as the body and once as a note.  A process of its own reads it, so
that its memory is its own; the last column says what a tenth of it takes, times ten.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SHAPES = {
    "[": "[",
    "[1][2]…": "[1][2][3]",
    "1. 1. 1.": "1. ",
    "1. lines": "1. a\n",
    "counted lines": None,
    "superscripts": "¹²³",
    "^{": "^{",
    "^{1 2": "^{1 2",
    "digits": "1234567890",
    "digits and spaces": "12 345 ",
    "http://": "http://",
    "http://a.b/ lines": "http://a.b/c-\n",
    "<<<": "<",
    "<sup>": "<sup>",
    "[^1]": "[^1]",
    "^[": "^[",
    "(1)": "a (1) ",
    "a1": "abc1 ",
    "1,1,1": "1,",
    "Notes lines": "Notes\n",
    "form feeds": "a\f",
    "page numbers": "\n1\n",
    "rules": "___\n",
    "roman": "i ii iii\n",
    "quotes": '"“',
    "; see": "; see ",
    "Russian": "там же, с. 1; ",
    "capitals": "A. B. ",
}
_READ = """
import json, resource, sys, time
from pathlib import Path
from citecheck.model.errors import InputError
from citecheck.publications import parse_manuscript
begun = time.process_time()
try:
    found = len(parse_manuscript(Path(sys.argv[1])).endnotes)
except InputError:
    found = -1
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.process_time() - begun, found, peak]))
"""
LIMIT = 120


def counted(size: int) -> str:
    """Numbered lines that count up to more notes than any publication has."""
    return "".join(f"{n}. a\n" for n in range(1, size // 8))


def text_of(shape: str, size: int, *, in_note: bool) -> str:
    """A manuscript that holds the shape up to that many characters."""
    unit = SHAPES[shape]
    filled = counted(size) if unit is None else unit * (size // len(unit))
    if in_note:
        return f"Ice.[1] Snow.[2]\n\nNotes\n\n[1] Berg. {filled}\n[2] Moe. Snow. 2010.\n"
    return f"Ice.[1] {filled}\n\nSnow.[2]\n\nNotes\n\n[1] Berg.\n[2] Moe. Snow. 2010.\n"


def measure(text: str) -> tuple[float, int, float]:
    """Processor seconds, notes found (-1: refused, -2: no end) and megabytes at the peak."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.txt"
        path.write_text(text, encoding="utf-8")
        try:
            run = subprocess.run(
                [sys.executable, "-c", _READ, str(path)],
                capture_output=True,
                text=True,
                timeout=5 * LIMIT,
                check=True,
            )
        except subprocess.TimeoutExpired:
            return float(LIMIT), -2, 0.0
    seconds, found, peak = json.loads(run.stdout)
    return seconds, found, peak


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    size = int(float(sys.argv[1]) * 1_000_000) if len(sys.argv) > 1 else 10_000_000
    print("| shape | where | s | MB | ten times a tenth, s | notes |\n|---|---|---|---|---|---|")
    for shape in sys.argv[2:] or SHAPES:
        for in_note in (False, True):
            seconds, found, peak = measure(text_of(shape, size, in_note=in_note))
            small, _, _ = measure(text_of(shape, size // 10, in_note=in_note))
            where = "note" if in_note else "body"
            row = (
                f"| `{shape}` | {where} | {seconds:.1f} | {peak:.0f} | {10 * small:.1f} | {found} |"
            )
            print(row, flush=True)


if __name__ == "__main__":
    main()
