"""The file of rulings, which stands beside the records or the manuscript.

It is a list that only grows, so it tells who decided what and when; for each claim or
citation the last entry counts.  A person may edit it.
"""

from citecheck.rulings.file import add_ruling, read_rulings, rulings_file

__all__ = ["add_ruling", "read_rulings", "rulings_file"]
