"""Chosen chronologies of two records: the versions of one follow those of the other, all kept.

Of two drafts the newer goes on; the older one is finished as it stands, so that nothing of it is
lost. Both are moves like any other, and played back when the merge is undone.
"""

from datetime import datetime

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.curated.models import CuratedChronology
from casework.family.merging.models import ChildMerge, MergeMove
from casework.family.merging.moving import Mover, put_version

NUMBER, FINISHED = "number", "finished_at"
NOUN = "version of the chosen chronology"


def join_chronologies(mover: Mover, kept: Child, dropped: Child, at: datetime, by: Person) -> None:
    """Number the versions of both records in one row: finished ones first, the draft last."""
    rows = CuratedChronology.objects.filter(child__in=[kept.pk, dropped.pk])
    versions = list(rows.select_for_update(of=("self",)).order_by("number"))
    drafts = sorted((row for row in versions if not row.is_finished), key=lambda row: row.begun_at)
    done = sorted(
        (row for row in versions if row.is_finished), key=lambda row: row.child_id != kept.pk
    )
    numbers = {row.pk: number for number, row in enumerate([*done, *drafts], start=1)}
    if len(drafts) > 1:
        older = drafts[0]
        # Whole seconds: a stored move is compared with what stands when it is played back.
        older.finished_at, older.finished_by = at.replace(microsecond=0), by
        put_version(mover.merge, older)
        mover.keep(CuratedChronology, FINISHED, NOUN, [str(older.pk)], None, older.finished_at)
    # The highest first: none takes a number that another of its record still has.
    for row in reversed(versions):
        before, row.number = row.number, numbers[row.pk]
        if row.number != before:
            put_version(mover.merge, row)
            mover.keep(CuratedChronology, NUMBER, NOUN, [str(row.pk)], before, row.number)


def play_back_version(merge: ChildMerge, move: MergeMove) -> bool:
    """The number it had, or the draft it was. Says whether the move was one of a version."""
    if not (move.table == CuratedChronology._meta.label and move.column in (NUMBER, FINISHED)):
        return False
    for row in CuratedChronology.objects.filter(pk__in=move.ids):
        if move.column == NUMBER:
            row.number = int(str(move.before))
        else:
            row.finished_at = row.finished_by = None
        put_version(merge, row)
    return True
