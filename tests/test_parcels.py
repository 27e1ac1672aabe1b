from __future__ import annotations

import subprocess
import sys

import pytest

import citecheck
from citecheck.model.errors import InputError
from citecheck.parcels import do_call, pack_call, tell_version


def test_a_call_is_done_by_name_with_its_values() -> None:
    assert do_call(citecheck.__version__, pack_call(divmod, 17, 5)) == (3, 2)
    assert do_call(citecheck.__version__, pack_call(int, "ff", base=16)) == 255


def test_what_another_version_packed_is_told_of_and_never_opened() -> None:
    with pytest.raises(InputError) as found:
        do_call("0.0", b"no pickle at all")
    assert f"has citecheck {citecheck.__version__}, this run is of 0.0" in str(found.value)
    assert str(found.value).endswith("; install the same version everywhere")


def test_who_passes_a_parcel_on_imports_next_to_nothing() -> None:
    told = (
        "import citecheck.parcels, sys; "
        "print(sorted(name for name in sys.modules if name.startswith('citecheck')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "['citecheck', 'citecheck.parcels']\n"
    assert tell_version() == citecheck.__version__


def test_a_worker_that_asks_and_reads_does_not_import_what_judges() -> None:
    told = "import citecheck.tasks, sys; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "citecheck.capture.spread" in loaded
    assert not loaded & {
        "citecheck.endnotes", "citecheck.figures", "citecheck.manuscript", "citecheck.report",
        "citecheck.pipeline.run", "citecheck.pipeline.judge_stage",
    }  # fmt: skip
