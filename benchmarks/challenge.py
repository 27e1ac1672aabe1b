"""Score ``citecheck.figures`` on a file of claims and passages with known verdicts.

Usage: python -m benchmarks.challenge FILE.jsonl [--show PHENOMENON|all] [--beside PYTHON]

Each line is ``{id, phenomenon, claim, figure: {printed}, source_text, label, evidence,
evidence_start, evidence_end}``; labels are confirmed, contradicted, elsewhere, absent.
Prints accuracy and macro-F1 on three and on four labels, false confirmations, evidence
hits, the confusion table and a line for each phenomenon.  ``--beside`` scores the naive
matchers of ``benchmarks/naive.py`` in the same run, with the interpreter named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from citecheck.figures import verify_text
from citecheck.model.errors import InputError

LABELS = ("confirmed", "contradicted", "elsewhere", "absent")
_LABEL_OF = {
    "confirmed": "confirmed",
    "changed": "contradicted",
    "elsewhere": "elsewhere",
    "absent": "absent",
}


def answer(item: dict[str, Any]) -> dict[str, Any]:
    """What citecheck says of one item; a claim whose figure it cannot read is no answer."""
    printed = item["figure"]["printed"]
    try:
        _, match = verify_text(item["claim"], item["source_text"], printed=printed)
    except InputError as error:
        return {"label": "none", "why": str(error), "start": None, "end": None}
    place = match.occurrence
    return {
        "label": _LABEL_OF.get(str(match.verdict), "unread"),
        "why": match.why,
        "start": place.start if place else None,
        "end": place.end if place else None,
    }


def f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    """The F1 of one label over (predicted, gold) pairs."""
    hits = sum(p == g == label for p, g in pairs)
    total = sum((p == label) + (g == label) for p, g in pairs)
    return 2 * hits / total if total else 0.0


def report(items: list[dict[str, Any]], answers: list[dict[str, Any]], seconds: float) -> str:
    """The score, as text."""
    lines = []
    for name, fold, labels in (
        ("label3", {"elsewhere": "absent"}, [x for x in LABELS if x != "elsewhere"]),
        ("label", {}, list(LABELS)),
    ):
        pairs = [
            (fold.get(a["label"], a["label"]), fold.get(i["label"], i["label"]))
            for i, a in zip(items, answers, strict=True)
        ]
        accuracy = sum(p == g for p, g in pairs) / len(pairs)
        macro = sum(f1(pairs, label) for label in labels) / len(labels)
        lines.append(f"{name:7} accuracy {accuracy:.3f}  macro-F1 {macro:.3f}")
    both = list(zip(items, answers, strict=True))
    false = [i["id"] for i, a in both if a["label"] == "confirmed" != i["label"]]
    lines.append(f"false confirmed {len(false)} of {sum(i['label'] != 'confirmed' for i in items)}")
    shown = [(i, a) for i, a in both if i["evidence"]]
    hits = sum(
        a["start"] is not None and a["start"] < i["evidence_end"] and a["end"] > i["evidence_start"]
        for i, a in shown
    )
    lines.append(f"evidence hit {hits / len(shown):.3f}" if shown else "no evidence given")
    lines.append(f"{seconds:.1f} s for {len(items)} items")
    confusion = Counter((i["label"], a["label"]) for i, a in both)
    lines.append(
        "gold → predicted: "
        + ", ".join(f"{g} → {p} {n}" for (g, p), n in sorted(confusion.items()))
    )
    groups: dict[str, list[bool]] = defaultdict(list)
    for i, a in both:
        groups[i["phenomenon"]].append(i["label"] == a["label"])
    for name, right in sorted(groups.items(), key=lambda g: (sum(g[1]) / len(g[1]), g[0])):
        lines.append(f"  {name:26} {sum(right):3} of {len(right):3}  {sum(right) / len(right):.2f}")
    return "\n".join(lines)


def beside(python: str, path: Path, items: list[dict[str, Any]]) -> dict[str, str]:
    """The first lines of the score of each naive matcher, run by an interpreter of its own."""
    naive = Path(__file__).with_name("naive.py")
    ran = subprocess.run([python, str(naive), str(path)], capture_output=True, check=True)
    answers = json.loads(ran.stdout)
    return {
        name: "\n".join(report(items, [given[i["id"]] for i in items], 0.0).splitlines()[:4])
        for name, given in answers.items()
    }


def main() -> None:
    """Read the file, answer each item, print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", help="print the wrong answers of a phenomenon, or of all")
    parser.add_argument("--beside", metavar="PYTHON", help="score the naive matchers as well")
    options = parser.parse_args()
    items = [json.loads(line) for line in options.file.read_text("utf-8").splitlines() if line]
    begun = time.perf_counter()
    answers = [answer(item) for item in items]
    print(report(items, answers, time.perf_counter() - begun))
    if options.beside:
        for name, score in beside(options.beside, options.file, items).items():
            print(f"\n{name}\n{score}")
    for item, given in zip(items, answers, strict=True):
        if options.show in ("all", item["phenomenon"]) and item["label"] != given["label"]:
            wrong = f"{item['label']}, not {given['label']}: {given['why']}"
            print(f"\n{item['id']} {item['phenomenon']}: {wrong}")
            print(f"  {item['claim']}  [{item['figure']['printed']}]")
            print(f"  {item['evidence'] or item['source_text']}")


if __name__ == "__main__":
    main()
