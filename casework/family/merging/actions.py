"""Verbs about two records of one child: propose with a trial run, merge, undo."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.episode.clocks import SUBJECT as EPISODE
from casework.episode.models import Episode
from casework.family.merging.chronologies import join_chronologies, play_back_version
from casework.family.merging.models import ChildMerge
from casework.family.merging.moving import Mover, ask_constraints, play_back
from casework.family.merging.pointers import pointers_to
from casework.family.models import FamilyMember, Relationship
from records.models import UnsentText
from timescales.actions import refresh

# What a record says of the child itself. Where the two differ, somebody chooses.
IDENTITY = (
    "first_name",
    "last_name",
    "known_as",
    "dob",
    "expected_dob",
    "date_of_death",
    "sex",
    "gender_identity",
    "ethnicity",
    "disabilities",
    "upn",
    "former_upn",
    "upn_unknown_reason",
    "languages",
    "communication_needs",
    "school_id",
    "year_group",
    "staff_safety_note",
)
# Nothing is known where these stand.
EMPTY = {"ethnicity": "NOBT", "sex": "U"}


class _Tried(Exception):
    """The trial run is over; what it wrote is taken back."""


def propose_merge(*, kept: Child, dropped: Child, why: str, at: datetime, by: Person) -> ChildMerge:
    """Say that two records are one child, and try it: what would move and what stands in the way.

    Raises ValidationError.
    """
    with written_by(by):
        merge = ChildMerge(
            kept=kept, dropped=dropped, why=why.strip(), proposed_by=by, proposed_at=at
        )
        merge.full_clean()
        for child in (kept, dropped):
            if child.merged_into_id is not None:
                raise ValidationError("One of the two is merged into another record already.")
        merge.save(force_insert=True)
        merge.found = _trial(merge, by)
        merge.save(update_fields=["found"])
        return merge


def carry_out_merge(
    *, merge: ChildMerge, picks: dict[str, str], at: datetime, on: date, by: Person
) -> ChildMerge:
    """Move everything to the record that is kept. `picks` says, per fact that differs, whose stays:
    `kept` or `dropped`. Raises ValidationError: nothing is moved then."""
    with written_by(by):
        held = _hold(merge, ChildMerge.State.PROPOSED, "This merge was settled already.")
        mover = _move_everything(held, picks, at, by)
        mover.write_down()
        held.state, held.done_at, held.done_by = ChildMerge.State.DONE, at, by
        held.save()
        _tell(held, "casework.records_merged", "Two records of one child merged", on, by)
        _refresh([held.kept_id], by)
        return held


def undo_merge(
    *, merge: ChildMerge, why: str, at: datetime, on: date, by: Person
) -> tuple[ChildMerge, int]:
    """Two children after all: every move is played back. What was recorded since the merge stays
    with the record that was kept. Returns the merge and how many rows stayed because they were
    changed since. Raises ValidationError."""
    with written_by(by):
        held = _hold(merge, ChildMerge.State.DONE, "This merge is not in force.")
        if not why.strip():
            raise ValidationError({"why": "Say how you know that these are two children."})
        later = ChildMerge.objects.done().filter(done_at__gt=held.done_at)
        if later.filter(kept=held.kept_id).exists() or later.filter(dropped=held.kept_id).exists():
            raise ValidationError("This record was merged again since. Undo the later merge first.")
        stayed = play_back(held, held.moves.all(), by_hand=play_back_version)
        held.state = ChildMerge.State.UNDONE
        held.undone_at, held.undone_by, held.undone_why = at, by, why.strip()
        held.save()
        held.dropped.refresh_from_db()
        _tell(held, "casework.records_parted", "Two records taken apart again", on, by)
        _refresh([held.kept_id, held.dropped_id], by)
        return held, stayed


def differing(kept: Child, dropped: Child) -> list[str]:
    """Facts both records know, and know differently."""
    return [
        name
        for name in IDENTITY
        if not _is_empty(name, getattr(kept, name))
        and not _is_empty(name, getattr(dropped, name))
        and getattr(kept, name) != getattr(dropped, name)
    ]


def _hold(merge: ChildMerge, state: str, else_say: str) -> ChildMerge:
    """The merge, both children and their episodes, locked; in one order, so that none waits for
    the other."""
    held = ChildMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    pair = [held.kept_id, held.dropped_id]
    found = Child.objects.select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk")
    children = {child.pk: child for child in found}
    list(Episode.objects.select_for_update(of=("self",)).filter(child__in=pair).order_by("pk"))
    if held.state != state:
        raise ValidationError(else_say)
    held.kept, held.dropped = children[held.kept_id], children[held.dropped_id]
    return held


def _trial(merge: ChildMerge, by: Person) -> dict[str, Any]:
    found: dict[str, Any] = {"stops": [], "moves": []}
    try:
        with transaction.atomic():
            held = _hold(merge, ChildMerge.State.PROPOSED, "")
            mover = _move_everything(held, {}, held.proposed_at, by)
            counted: dict[str, int] = {}
            for move in mover.moves:
                if move.table != Child._meta.label:
                    counted[move.noun] = counted.get(move.noun, 0) + len(move.ids)
            found["moves"] = sorted(counted.items())
            raise _Tried
    except _Tried:
        pass
    except ValidationError as stopped:
        found["stops"] = stopped.messages
    return found


def _move_everything(merge: ChildMerge, picks: dict[str, str], at: datetime, by: Person) -> Mover:
    kept, dropped = merge.kept, merge.dropped
    if stops := _stops(kept, dropped):
        raise ValidationError(stops)
    mover = Mover(merge)
    _move_family(mover, kept, dropped)
    join_chronologies(mover, kept, dropped, at, by)
    for pointer in pointers_to(Child):
        if pointer.label != "casework.FamilyMember.known_child":
            mover.move(pointer, dropped.pk, kept.pk)
    _move_unsent(mover, kept, dropped)
    _bring_together(mover, kept, dropped, picks)
    mover.change(dropped, {"merged_into_id": kept.pk})
    kept.full_clean(validate_constraints=False)
    ask_constraints()
    return mover


def _stops(kept: Child, dropped: Child) -> list[str]:
    """Spells of work that overlap: somebody has to say first which of them was so."""
    theirs = list(Episode.objects.filter(child=dropped).order_by("opened_on"))
    stops = []
    for mine in Episode.objects.filter(child=kept).order_by("opened_on"):
        for other in theirs:
            if _overlap(mine, other):
                stops.append(
                    f"{_spell(kept, mine)} and {_spell(dropped, other)} overlap. Close or correct "
                    "one of them first."
                )
    return stops


def _overlap(one: Episode, other: Episode) -> bool:
    starts = max(one.opened_on, other.opened_on)
    ends = min(one.closed_on or date.max, other.closed_on or date.max)
    return starts < ends


def _spell(child: Child, episode: Episode) -> str:
    until = f"to {episode.closed_on:%-d %B %Y}" if episode.closed_on else "and still open"
    kind = episode.get_kind_display()
    return f"{kind} on {child.reference} from {episode.opened_on:%-d %B %Y} {until}"


def _move_family(mover: Mover, kept: Child, dropped: Child) -> None:
    """Both may be members of a family under their own record: those become one person too."""
    mine = FamilyMember.objects.filter(known_child=kept).first()
    theirs = FamilyMember.objects.filter(known_child=dropped).first()
    if theirs is None:
        return
    if mine is None:
        own = [one for one in pointers_to(Child) if one.label.endswith("FamilyMember.known_child")]
        mover.move(own[0], dropped.pk, kept.pk)
        return
    for pointer in pointers_to(FamilyMember):
        if pointer.model is Relationship:
            # Where one was recorded as kin of the other, it was the child themself: it stays.
            rows = pointer.rows(theirs.pk).exclude(child__in=[kept.pk, dropped.pk])
            mover.move_some(pointer, rows, theirs.pk, mine.pk)
        else:
            mover.move_some(pointer, pointer.rows(theirs.pk), theirs.pk, mine.pk)


def _move_unsent(mover: Mover, kept: Child, dropped: Child) -> None:
    """What somebody typed on a page of the other record waits on the page that took its place,
    unless they have begun the same form there: then both stay in their list."""
    old, new = str(dropped.pk), str(kept.pk)
    for text in UnsentText.objects.filter(Q(form_key__contains=old) | Q(path__contains=old)):
        key = text.form_key.replace(old, new)
        if not UnsentText.objects.filter(person=text.person_id, form_key=key).exists():
            mover.change(text, {"form_key": key, "path": text.path.replace(old, new)})


def _bring_together(mover: Mover, kept: Child, dropped: Child, picks: dict[str, str]) -> None:
    """What only the other record knew is kept; where they differ, the pick decides."""
    differs = set(differing(kept, dropped))
    taken = {}
    for name in IDENTITY:
        fills = _is_empty(name, getattr(kept, name)) and not _is_empty(name, getattr(dropped, name))
        if fills or (name in differs and picks.get(name) == "dropped"):
            taken[name] = getattr(dropped, name)
    if taken.get("dob"):
        taken["expected_dob"] = None
    elif "expected_dob" in taken and kept.dob is not None:
        del taken["expected_dob"]
    given_up = {}
    if "upn" in taken:
        # No two rows may have one number, so the other record gives it up.
        given_up["upn"] = ""
        taken["upn_unknown_reason"] = ""
        if kept.upn and not kept.former_upn:
            taken.setdefault("former_upn", kept.upn)
    elif dropped.upn and dropped.upn != kept.upn and not kept.former_upn:
        taken.setdefault("former_upn", dropped.upn)
    mover.change(dropped, given_up)
    mover.change(kept, taken)


def _is_empty(name: str, value: Any) -> bool:
    return value in (None, "", []) or value == EMPTY.get(name)


def _tell(merge: ChildMerge, kind: str, summary: str, on: date, by: Person) -> None:
    record(
        kind=kind,
        child=merge.kept,
        happened_on=on,
        by=by,
        summary=summary,
        details={
            "kept": merge.kept.reference,
            "dropped": merge.dropped.reference,
            "why": merge.undone_why or merge.why,
        },
        source_type="casework.child_merge",
        source_id=merge.pk,
    )


def _refresh(child_ids: Iterable[Any], by: Person) -> None:
    """References on deadlines follow the child they now belong to."""
    episodes = Episode.objects.filter(child__in=list(child_ids), closed_on=None)
    refresh(EPISODE, list(episodes.values_list("pk", flat=True)), by=by)
