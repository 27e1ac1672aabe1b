"""Figures: quantities in running text, the claims that carry them, matching with documents.

* :mod:`~citecheck.figures.fold` – one spelling, with the way back
* :mod:`~citecheck.figures.digits`, :mod:`~citecheck.figures.number_words`,
  :mod:`~citecheck.figures.units`, :mod:`~citecheck.figures.hedges`,
  :mod:`~citecheck.figures.kinds`, :mod:`~citecheck.figures.mask`,
  :mod:`~citecheck.figures.starts`,
  :mod:`~citecheck.figures.single`, :mod:`~citecheck.figures.ranges`,
  :mod:`~citecheck.figures.ratios`, :mod:`~citecheck.figures.lists`,
  :mod:`~citecheck.figures.quantities` – what is a quantity, and what only has digits
* :mod:`~citecheck.figures.finding` – figures of a text, for people and records
* :mod:`~citecheck.figures.terms` – of what, measured how, when
* :mod:`~citecheck.figures.clauses`, :mod:`~citecheck.figures.tables`,
  :mod:`~citecheck.figures.index`, :mod:`~citecheck.figures.text_words`,
  :mod:`~citecheck.figures.magnitudes`,
  :mod:`~citecheck.figures.telling` – a document scanned once
* :mod:`~citecheck.figures.claim`, :mod:`~citecheck.figures.stems`,
  :mod:`~citecheck.figures.subject`, :mod:`~citecheck.figures.compare`,
  :mod:`~citecheck.figures.rules`, :mod:`~citecheck.figures.match` – a figure against a document
* :mod:`~citecheck.figures.nearest` – what a document says that comes near a claim without figures
* :mod:`~citecheck.figures.claims` – the claims of a manuscript
"""

from __future__ import annotations

from citecheck.figures.finding import find_figures
from citecheck.figures.match import match_figure
from citecheck.figures.verify import verify_document, verify_text

__all__ = ["find_figures", "match_figure", "verify_document", "verify_text"]
