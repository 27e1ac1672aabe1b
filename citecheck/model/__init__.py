"""The frozen values that the stages hand each other.

Nothing here imports anything else of the project, reads a file, a clock or a
network.  One file a subject:

* :mod:`~citecheck.model.manuscripts` – body blocks, markers and notes as a reader found them
* :mod:`~citecheck.model.notes` – endnotes, citations, works and slips
* :mod:`~citecheck.model.figures` – figures and the claims that carry them
* :mod:`~citecheck.model.captures` – what the web and the archives answered
* :mod:`~citecheck.model.documents` – the text of a capture, with its pages
* :mod:`~citecheck.model.verdicts` – findings and verdicts
* :mod:`~citecheck.model.rulings` – what people decided
* :mod:`~citecheck.model.audits` – one run over a publication
* :mod:`~citecheck.model.errors` – wrong input, told with its place
"""
