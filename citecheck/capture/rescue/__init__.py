"""Other ways to a lost source: rules, as data, from an identifier to the address to try.

The rules that come with citecheck are the YAML files in ``rules/``; a user's own
file (setting ``rescue``) goes before them.  Nothing here asks the web.
"""

from __future__ import annotations

from citecheck.capture.rescue.reading import read_rules
from citecheck.capture.rescue.rules import Place, RescueRules, Rule

__all__ = ["Place", "RescueRules", "Rule", "open_rules", "read_rules"]


def open_rules(own: str | None) -> RescueRules:
    """The user's own rules and then those that come with citecheck.

    Raises :class:`~citecheck.model.errors.InputError` for a file that cannot be read,
    or a rule that is not right or fails its own test.
    """
    return RescueRules(rules=read_rules(own))
