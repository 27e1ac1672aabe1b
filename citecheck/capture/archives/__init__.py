"""Web archives: what they hold of an address, and the bytes of one memento.

:class:`~citecheck.capture.archives.wayback.WaybackArchive` speaks two dialects
(the Wayback Machine's and pywb's) and falls back to Memento (RFC 7089).  All
HTTP goes through a door that it is given; nothing here opens a connection.
"""

from __future__ import annotations

from citecheck.capture.archives.asking import Door
from citecheck.capture.archives.wayback import WaybackArchive

__all__ = ["Door", "WaybackArchive"]
