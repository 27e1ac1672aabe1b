"""A small invented web, its archive and a publication that cites it, all on 127.0.0.1.

Every case that citecheck tells apart happens to one of the publication's notes, and
``expected.yaml`` says beforehand what becomes of each.  ``README.md`` says how to
read the files and add a case.
"""

from citecheck.demo.expectation import ExpectedNote, find_differences, read_expected
from citecheck.demo.world import DemoWorld, serve

__all__ = ["DemoWorld", "ExpectedNote", "find_differences", "read_expected", "serve"]
