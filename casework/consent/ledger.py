"""Whether consent is in place for an activity on a day, and the sentence that says so."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import overload
from uuid import UUID

from accounts.models import in_force
from casework.child.models import Child
from casework.consent.codes import ON_CHILDS_WORD, Activity, Answer, GiverKind
from casework.consent.models import ConsentEntry, ConsentException

PARENTS, CHILD = "a parent or carer", "the child"
# Whose agreement each activity needs. Sides, not people: one person with responsibility can agree
# for the parents' side, and what another says stays on the record.
NEEDED: dict[str, tuple[str, ...]] = dict.fromkeys(Activity.values, (PARENTS, CHILD))
_SIDE = {
    GiverKind.PARENT_CARER: PARENTS,
    GiverKind.PERSON_WITH_PR: PARENTS,
    GiverKind.CHILD: CHILD,
}
_SELF = {"M": "himself", "F": "herself"}
# A date within these days is named without its year.
_YEAR_GOES_WITHOUT_SAYING = 300


@dataclass(frozen=True)
class Standing:
    """The answer of the ledger: `sentence` is for people, `missing` names what is still needed."""

    activity: str
    is_in_place: bool
    sentence: str
    missing: tuple[str, ...] = ()
    until: date | None = None
    exception: ConsentException | None = None


@overload
def standing(children: UUID, activity: str, on: date) -> Standing: ...
@overload
def standing(children: Iterable[UUID], activity: str, on: date) -> dict[UUID, Standing]: ...
def standing(children, activity, on):
    """Consent for one activity on one day: of one child, or of many in three queries.

    In place when a parent or carer and the child both agree, or a lawful exception is recorded.
    """
    ids = [children] if isinstance(children, UUID) else list(children)
    found = standings(list(Child.objects.filter(pk__in=ids)), [activity], on)
    by_child = {child_id: by_activity[activity] for child_id, by_activity in found.items()}
    return by_child[children] if isinstance(children, UUID) else by_child


def standings(
    children: Collection[Child], activities: Collection[str], on: date
) -> dict[UUID, dict[str, Standing]]:
    """Consent of many children for many activities, in two queries."""
    ids = [child.pk for child in children]
    entries, exceptions = defaultdict(list), {}
    given = ConsentEntry.objects.filter(
        child__in=ids, activity__in=activities, given_on__lte=on
    ).select_related("withdrawal")
    for entry in given.order_by("given_on", "recorded_at"):
        entries[entry.child_id, entry.activity].append(entry)
    rows = ConsentException.objects.filter(in_force(on), child__in=ids, activity__in=activities)
    for row in rows.order_by("starts_on"):
        exceptions[row.child_id, row.activity] = row
    return {
        child.pk: {
            activity: _standing(
                child,
                activity,
                entries[child.pk, activity],
                exceptions.get((child.pk, activity)),
                on,
            )
            for activity in activities
        }
        for child in children
    }


def _standing(
    child: Child,
    activity: str,
    entries: list[ConsentEntry],
    exception: ConsentException | None,
    on: date,
) -> Standing:
    work = Activity(activity).label.lower()
    needed: tuple[str, ...] = NEEDED[activity]
    if exception is not None:
        if exception.basis not in ON_CHILDS_WORD:
            return _excepted(activity, work, exception, on)
        needed = (CHILD,)
    latest = _latest_by_giver(entries)
    agreed = [entry for entry in latest if _agrees(entry, on)]
    sides = {_SIDE[GiverKind(entry.giver_kind)] for entry in agreed}
    missing = [
        _missing(
            child, side, [row for row in latest if _SIDE[GiverKind(row.giver_kind)] == side], on
        )
        for side in needed
        if side not in sides
    ]
    if missing:
        return Standing(
            activity,
            False,
            f"Still needed for {work}: {_listed(missing)}.",
            tuple(missing),
            exception=exception,
        )
    counted = [row for row in agreed if _SIDE[GiverKind(row.giver_kind)] in needed]
    until = min((row.expires_on for row in counted if row.expires_on), default=None)
    if exception is not None and exception.ends_on:
        until = min(filter(None, [until, exception.ends_on]))
    names = _listed([_name(child, row) for row in sorted(counted, key=_parents_first)])
    basis = f" ({exception.get_basis_display()})" if exception else ""
    objecting = [row for row in latest if row.answer == Answer.NO and not _is_over(row, on)]
    objection = "".join(
        f" {row.giver_name} does not agree ({_day(row.given_on, on)})." for row in objecting
    )
    end = f" until {_day(until, on)}" if until else ""
    return Standing(
        activity,
        True,
        f"Consent is in place for {work}{end}: {names}{basis}.{objection}",
        until=until,
        exception=exception,
    )


def _excepted(activity: str, work: str, exception: ConsentException, on: date) -> Standing:
    end = f" until {_day(exception.ends_on, on)}" if exception.ends_on else ""
    return Standing(
        activity,
        True,
        f"{Activity(activity).label} may go on without consent{end}: "
        f"{exception.get_basis_display()}. {exception.why}",
        until=exception.ends_on,
        exception=exception,
    )


def _latest_by_giver(entries: Iterable[ConsentEntry]) -> list[ConsentEntry]:
    """What each person said last. `entries` come oldest first."""
    latest: dict[tuple[str, str], ConsentEntry] = {}
    for entry in entries:
        giver = "" if entry.giver_kind == GiverKind.CHILD else entry.giver_name.strip().lower()
        latest[_SIDE[GiverKind(entry.giver_kind)], giver] = entry
    return list(latest.values())


def withdrawn_on(entry: ConsentEntry) -> date | None:
    withdrawal = getattr(entry, "withdrawal", None)
    return withdrawal.withdrawn_on if withdrawal else None


def _is_over(entry: ConsentEntry, on: date) -> bool:
    taken_back = withdrawn_on(entry)
    expired = entry.expires_on is not None and entry.expires_on < on
    return expired or (taken_back is not None and taken_back <= on)


def _agrees(entry: ConsentEntry, on: date) -> bool:
    return entry.answer == Answer.YES and not _is_over(entry, on)


def _missing(child: Child, side: str, latest: list[ConsentEntry], on: date) -> str:
    """What is missing on one side, and what was last heard there."""
    own = f"{_first_name(child)}'s own agreement"
    wanted = own if side == CHILD else f"agreement of {PARENTS}"
    heard = [_heard(child, row, on) for row in latest if _SIDE[GiverKind(row.giver_kind)] == side]
    return f"{wanted} ({'; '.join(heard)})" if heard else wanted


def _heard(child: Child, entry: ConsentEntry, on: date) -> str:
    name = _first_name(child) if entry.giver_kind == GiverKind.CHILD else entry.giver_name
    taken_back = withdrawn_on(entry)
    if taken_back is not None and taken_back <= on:
        return f"{name} withdrew on {_day(taken_back, on)}"
    if entry.answer == Answer.NO:
        return f"{name} said no on {_day(entry.given_on, on)}"
    if entry.answer == Answer.COULD_NOT:
        return f"{name} could not answer on {_day(entry.given_on, on)}"
    return f"{name}'s agreement ended on {_day(entry.expires_on, on)}"


def _parents_first(entry: ConsentEntry) -> tuple[bool, date]:
    return entry.giver_kind == GiverKind.CHILD, entry.given_on


def _name(child: Child, entry: ConsentEntry) -> str:
    if entry.giver_kind != GiverKind.CHILD:
        return entry.giver_name
    return f"{_first_name(child)} {_SELF.get(child.sex, 'in their own words')}"


def _first_name(child: Child) -> str:
    return child.known_as or child.first_name


def _listed(names: list[str]) -> str:
    """`Mum, and Tomasz himself`; `Mum, Dad, and Tomasz himself`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _day(day: date | None, on: date) -> str:
    if day is None:
        return ""
    near = abs((day - on).days) <= _YEAR_GOES_WITHOUT_SAYING
    return f"{day:%-d %B}" if near else f"{day:%-d %B %Y}"
