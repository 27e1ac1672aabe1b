"""Two naive matchers, to be beaten: the figure as a substring, and quantulum3.

Usage: python benchmarks/naive.py FILE.jsonl

Stands alone, so that any interpreter can run it: quantulum3 (0.10.0) behaves differently
with another scikit-learn installed, so it belongs into an environment of its own, and is
left out where it is not installed.  Prints ``{name: {id: {label, start, end}}}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
ABSENT: Answer = {"label": "absent", "start": None, "end": None}


def by_substring(item: dict[str, Any]) -> Answer:
    """Confirmed if the printed figure stands in the passage, letter by letter."""
    printed, text = item["figure"]["printed"].lower(), item["source_text"].lower()
    at = text.find(printed)
    if at < 0:
        return ABSENT
    return {"label": "confirmed", "start": at, "end": at + len(printed)}


def by_quantulum(item: dict[str, Any]) -> Answer:
    """Confirmed if quantulum3 finds a quantity of the same value and unit."""
    from quantulum3 import parser

    try:
        wanted = parser.parse(item["figure"]["printed"])
        found = parser.parse(item["source_text"])
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return ABSENT
    for one in wanted[:1]:
        for other in found:
            if one.value == other.value and one.unit.name == other.unit.name:
                return {"label": "confirmed", "start": other.span[0], "end": other.span[1]}
    return ABSENT


def main() -> None:
    """Answer every item of the file with each matcher that can run."""
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines if line]
    answers = {"substring": {i["id"]: by_substring(i) for i in items}}
    try:
        import quantulum3  # noqa: F401
    except ImportError:
        print("quantulum3 is not installed here", file=sys.stderr)
    else:
        answers["quantulum3"] = {i["id"]: by_quantulum(i) for i in items}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
