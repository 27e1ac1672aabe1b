"""Verdicts: pure rules from what was captured and matched to what an editor is told.

``docs/verdicts.md`` has the rules in words; each module applies one table of it:

* :mod:`~citecheck.verdicts.page_signs` – what a page says of itself
* :mod:`~citecheck.verdicts.address` – what became of an address
* :mod:`~citecheck.verdicts.mementos` – which archived copy to take
* :mod:`~citecheck.verdicts.versions` – how a copy stands to the one cited
* :mod:`~citecheck.verdicts.claims` – what follows for a claim
* :mod:`~citecheck.verdicts.citations` – what follows for a citation
"""
