"""The reviewer's page: ``citecheck serve``.

A face like the command line: it asks :mod:`citecheck.wiring` for everything that touches
the world, and shows what comes.  One file a subject: :mod:`~citecheck.web.desk` what may be
asked, :mod:`~citecheck.web.jobs` audits that run, :mod:`~citecheck.web.compare` two texts
side by side, :mod:`~citecheck.web.defence` who may ask, :mod:`~citecheck.web.pages` and
:mod:`~citecheck.web.api` the two ways of asking.
"""

from citecheck.web.app import create_app
from citecheck.web.desk import Desk

__all__ = ["Desk", "create_app"]
