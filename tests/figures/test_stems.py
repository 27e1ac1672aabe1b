from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from citecheck.figures.stems import stem

_BEGINNINGS = ("hospital", "отправ", "committ", "перевоз", "organ", "устанавл", "nation", "здоров")
_ENDINGS = ("ization", "ление", "ities", "ивающимися", "ingly", "остями", "fulness", "ейшими")


def test_words_are_stemmed_alike_in_many_threads() -> None:
    words = [b + e + x for b in _BEGINNINGS for e in _ENDINGS for x in ("", "s", "ся", "ed")]
    of_word = stem.__wrapped__  # unremembered, or the second round would ask nothing
    alone = [of_word(word) for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(max_workers=4) as pool:
            rounds = list(pool.map(lambda _: [of_word(word) for word in words], range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert all(found == alone for found in rounds)
