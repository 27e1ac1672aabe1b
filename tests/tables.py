"""The tables of cases that stand beside the tests, as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

#: libyaml's where the wheel has it: every worker reads every table before its first test.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Path) -> Any:
    """What the file says."""
    return yaml.load(file.read_text(encoding="utf-8"), _Loader)
