"""Verbs about a curated chronology: begin, choose, weigh, put in order, finish, begin the next.

Each holds the version's row, so that nothing is chosen into one that is being finished.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.people import answers_for_child
from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from casework.chronology.models import ChronologyEntry
from records.actions import NotAllowed
from records.conflicts import lock_for_edit, save_next_version


def begin_version(*, child: Child, purpose: str, by: Person) -> CuratedChronology:
    """The first version, or the next with what the last one chose. Raises NotAllowed."""
    with written_by(by):
        _may_curate(by)
        Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
        last = CuratedChronology.objects.filter(child=child).first()
        if last is not None and not last.is_finished:
            raise NotAllowed(f"Version {last.number} is open already. Go on with it.")
        version = CuratedChronology(
            child=child,
            number=last.number + 1 if last else 1,
            purpose=purpose or (last.purpose if last else ""),
            analysis=last.analysis if last else "",
            begun_by=by,
        )
        version.full_clean(exclude=["child"])
        version.save(force_insert=True)
        if last is not None:
            ChosenEntry.objects.bulk_create(
                ChosenEntry(
                    version=version,
                    entry_id=row.entry_id,
                    position=row.position,
                    wording=row.wording,
                    significance=row.significance,
                    impact=row.impact,
                    chosen_by_id=row.chosen_by_id,
                )
                for row in last.chosen.all()
            )
        return version


def choose(
    *, version: CuratedChronology, entries: Collection[UUID], by: Person
) -> list[ChosenEntry]:
    """Take these entries of the child's log in, each after those that happened before it."""
    with written_by(by):
        version = _open(version, by)
        known = set(version.chosen.values_list("entry_id", flat=True))
        found = ChronologyEntry.objects.filter(child=version.child_id, pk__in=entries)
        in_order = found.order_by("happened_on", "recorded_at")
        new = [entry for entry in in_order if entry.pk not in known]
        highest = version.chosen.aggregate(last=Max("position"))["last"] or 0
        chosen = [
            ChosenEntry(version=version, entry=entry, position=highest + number, chosen_by=by)
            for number, entry in enumerate(new, 1)
        ]
        ChosenEntry.objects.bulk_create(chosen)
        in_order_of_date(version=version, by=by)
        return chosen


def leave_out(*, chosen: ChosenEntry, by: Person) -> None:
    """Take it out of this version; the log keeps it, and the next look may choose it again."""
    with written_by(by):
        version = _open(chosen.version, by)
        ChosenEntry.objects.filter(version=version, pk=chosen.pk).delete()


def weigh(
    *,
    chosen: ChosenEntry,
    began_from: int,
    wording: str,
    significance: str,
    impact: str,
    by: Person,
) -> ChosenEntry:
    """Say what happened in plain words, why it matters and what it meant for the child."""
    with written_by(by):
        _open(chosen.version, by)
        row = lock_for_edit(ChosenEntry.objects.all(), pk=chosen.pk, began_from=began_from)
        row.wording, row.significance, row.impact = wording, significance, impact
        row.full_clean(exclude=["version", "entry"])
        return save_next_version(row)


def put_before(*, chosen: ChosenEntry, other: ChosenEntry, by: Person) -> None:
    """Two neighbours change places."""
    with written_by(by):
        version = _open(chosen.version, by)
        pair = {row.pk: row for row in version.chosen.filter(pk__in=[chosen.pk, other.pk])}
        if len(pair) != 2:
            raise NotAllowed("It is not in this version any more.")
        first, second = pair[chosen.pk], pair[other.pk]
        first.position, second.position = second.position, first.position
        ChosenEntry.objects.bulk_update([first, second], ["position"])


def in_order_of_date(*, version: CuratedChronology, by: Person) -> None:
    """Oldest event first, as a court reads it."""
    with written_by(by):
        version = _open(version, by)
        rows = list(version.chosen.order_by("entry__happened_on", "entry__recorded_at", "pk"))
        for number, row in enumerate(rows, 1):
            row.position = number
        ChosenEntry.objects.bulk_update(rows, ["position"])


def describe(
    *, version: CuratedChronology, began_from: int, purpose: str, analysis: str, by: Person
) -> CuratedChronology:
    """What the chronology is for, and what it shows as a whole. Raises Conflict."""
    with written_by(by):
        _open(version, by)
        row = lock_for_edit(CuratedChronology.objects.all(), pk=version.pk, began_from=began_from)
        row.purpose, row.analysis = purpose, analysis
        row.full_clean(exclude=["child"])
        return save_next_version(row)


def finish(*, version: CuratedChronology, by: Person) -> CuratedChronology:
    """From now on this version stands as it is, numbered; a change is the next version.

    A student's choice leaves the house only under the name of who answers for the child.
    """
    with written_by(by):
        version = _open(version, by)
        if not by.may(Permission.CHRONOLOGY_FINISH) or not answers_for_child(
            by, version.child_id, timezone.localdate()
        ):
            raise NotAllowed("A version is finished by who answers for the child.")
        if unweighed := _unweighed(version.chosen.all()):
            raise ValidationError(
                f"Say first why each entry matters: {unweighed} of them still "
                f"{'needs' if unweighed == 1 else 'need'} it."
            )
        if not version.chosen.exists():
            raise ValidationError("Choose the entries first.")
        version.finished_by, version.finished_at = by, timezone.now()
        return save_next_version(version)


def _unweighed(chosen: Collection[ChosenEntry] | Sequence[ChosenEntry]) -> int:
    return sum(1 for row in chosen if not row.significance.strip() or not row.impact.strip())


def _open(version: CuratedChronology, by: Person) -> CuratedChronology:
    """The version, held, while it is open. Raises NotAllowed."""
    _may_curate(by)
    row = CuratedChronology.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if row.is_finished:
        raise NotAllowed(f"Version {row.number} is finished. Begin the next one to change it.")
    return row


def _may_curate(by: Person) -> None:
    if not by.may(Permission.CHRONOLOGY_CURATE):
        raise NotAllowed("Your role does not choose a chronology.")
