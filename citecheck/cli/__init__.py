"""The command line: arguments in, one call, words out.

Exit codes: 0 done and clean, 1 done with findings, 2 could not run (one line on
stderr says why and what to do), 3 a fault of citecheck itself.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import click

import citecheck
from citecheck.model.errors import InputError

CLEAN, FINDINGS, COULD_NOT_RUN, OUR_FAULT = 0, 1, 2, 3

#: A disk that is full, worn, or not ours to write is no fault of ours.
_OF_THE_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM}
)
#: Each command is a module of its own, loaded when it is asked for.
COMMANDS = (
    "parse",
    "lint",
    "export",
    "audit",
    "note",
    "fix",
    "verify",
    "extract",
    "diff",
    "history",
    "due",
    "notify",
    "save",
    "schedule",
    "doctor",
    "serve",
    "pack",
    "snapshots",
    "demo",
)


class _LazyGroup(click.Group):
    """Loads a command's module when it is named, so that ``citecheck note`` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"citecheck.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(citecheck.__version__, prog_name="citecheck")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of ours.")
def cli(debug: bool) -> None:
    """Do the sources of a publication still exist, and do they still say it?

    \b
    Example: citecheck audit endnotes/kyrgyzstan-2012
    Exit codes: 0 clean, 1 findings, 2 could not run, 3 a fault of ours.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; never raises."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = cli.main(args=words, prog_name="citecheck", standalone_mode=False)
        return result if isinstance(result, int) else CLEAN
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return COULD_NOT_RUN
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        hint = f"; see `{where} --help`" if where else ""
        return _could_not_run(f"{error.format_message().rstrip('.')}{hint}")
    except InputError as error:
        return _could_not_run(str(error))
    except (KeyboardInterrupt, click.Abort):
        return _could_not_run("stopped; what was done is kept: run the same command to go on")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            return _our_fault(error, words)
        where = f"{error.filename}: " if error.filename else ""
        return _could_not_run(f"{where}{error.strerror}; make room there or allow writing")
    except Exception as error:  # noqa: BLE001 - the one place where a fault of ours ends
        return _our_fault(error, words)


def _could_not_run(line: str) -> int:
    from citecheck.cli.words import one_line

    click.echo(f"citecheck: {one_line(line)}", err=True)
    return COULD_NOT_RUN


def _our_fault(error: Exception, words: Sequence[str]) -> int:
    if "--debug" in words:
        traceback.print_exc()
    click.echo(
        f"citecheck: a fault of ours, not of your input: {type(error).__name__}: {error}; "
        "run `citecheck --debug …` and report what it prints",
        err=True,
    )
    return OUR_FAULT


def main() -> None:
    """The console script."""
    sys.exit(run())
