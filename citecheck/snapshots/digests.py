"""The digest by which archives name a payload."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha1


def digest_of(body: bytes) -> str:
    """The digest that CDX uses: ``sha1:`` and base32.

    >>> digest_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return "sha1:" + b32encode(sha1(body, usedforsecurity=False).digest()).decode("ascii")
