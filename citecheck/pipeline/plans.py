"""What a run is to do: one job a publication, and what each has to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.model.verdicts import Standing
from citecheck.pipeline.rescue_stage import find_routes
from citecheck.pipeline.targets import Cite, Target, find_cites, find_targets
from citecheck.ports import RescueRoutes
from citecheck.verdicts.siblings import invent_sibling


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One publication to audit, and ``source``: how the user named it.

    ``only``: the notes that it is limited to, empty for all; ``standings``: how its
    addresses stood when they were last asked.
    """

    publication: Publication
    source: str
    only: tuple[int, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A job with the citations and the addresses that it has to look at."""

    job: Job
    cites: tuple[Cite, ...]
    targets: tuple[Target, ...]

    @property
    def notes(self) -> frozenset[int]:
        """The notes that it looks at and that cite something."""
        return frozenset(cite.note for cite in self.cites)


def plan_job(job: Job, *, today: date) -> Plan:
    """What a job has to look at.

    Raises :class:`InputError` if it is limited to a note that is not there.
    """
    numbers = {note.number for note in job.publication.endnotes}
    unknown = sorted(set(job.only) - numbers)
    if unknown:
        raise InputError(
            f"no note {unknown[0]}",
            source=job.source,
            remedy=f"notes go from 1 to {max(numbers)}",
        )
    cites = find_cites(job.publication, only=job.only, today=today)
    return Plan(job=job, cites=cites, targets=find_targets(cites))


def live_urls(plans: Iterable[Plan]) -> Sequence[str]:
    """What is to be asked of the live web, each address once however many cite it."""
    return tuple(dict.fromkeys(target.live_url for plan in plans for target in plan.targets))


def find_addresses(job: Job, rescue: RescueRoutes | None, *, today: date) -> frozenset[str]:
    """Every address that a run may ask of the live web for a job."""
    targets = plan_job(job, today=today).targets
    routes = find_routes(targets, job.publication, rescue)
    urls = {target.live_url for target in targets}
    siblings = {sibling for url in urls if (sibling := _sibling(url))}
    return frozenset(urls | siblings | {route.url for found in routes.values() for route in found})


def find_days(jobs: Iterable[Job], *, today: date) -> dict[str, date]:
    """For each live address the day on which it was read: by most citations, else the last."""
    days: dict[str, Counter[date]] = {}
    for job in jobs:
        for target in plan_job(job, today=today).targets:
            seen = days.setdefault(target.live_url, Counter())
            seen.update(cite.moment.near for cite in target.cites)
    return {url: max(seen, key=lambda day: (seen[day], day)) for url, seen in days.items()}


def _sibling(url: str) -> str | None:
    try:
        return invent_sibling(url)
    except ValueError:  # brackets that hold no IPv6 address: never asked
        return None
