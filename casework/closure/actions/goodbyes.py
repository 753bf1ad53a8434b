"""Verbs about a goodbye: planned before the last session, said at it, handed over after it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions import written_by
from accounts.models import Person
from casework.child.people import accountable_workers
from casework.chronology.actions import record
from casework.closure.models import Goodbye
from casework.episode.clocks import SUBJECT
from casework.episode.models import Allocation
from notices.actions import NewNotice, notify_many
from records.conflicts import lock_for_edit, save_next_version

SOURCE = "casework.goodbye"


def plan_goodbye(*, allocation: Allocation, by: Person, **fields: Any) -> Goodbye:
    """What the child is told, by whom, the last session, and what the next person must know.

    Raises ValidationError.
    """
    with written_by(by):
        row = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation.pk)
        if Goodbye.objects.filter(allocation=row).exists():
            raise ValidationError("This goodbye is planned already. Change that plan.")
        goodbye = Goodbye(allocation=row, child=allocation.episode.child, made_by=by, **fields)
        _check(goodbye)
        goodbye.save(force_insert=True)
        _tell(goodbye, by)
        return goodbye


def change_goodbye(*, goodbye: Goodbye, began_from: int, by: Person, **fields: Any) -> Goodbye:
    """Before it is said, the plan may change. Raises Conflict, ValidationError."""
    with written_by(by):
        held = lock_for_edit(Goodbye.objects.all(), pk=goodbye.pk, began_from=began_from)
        _refuse_said(held)
        for name, value in fields.items():
            setattr(held, name, value)
        _check(held)
        save_next_version(held)
        _tell(held, by)
        return held


def say_goodbye(*, goodbye: Goodbye, said_on: Any, how_it_went: str, by: Person) -> Goodbye:
    """It was said, and how the child took it; the plan goes onto the chronology."""
    with written_by(by):
        held = Goodbye.objects.select_for_update(of=("self",)).get(pk=goodbye.pk)
        _refuse_said(held)
        if not how_it_went.strip():
            raise ValidationError({"how_it_went": "Say how the child took it."})
        if said_on < held.allocation.starts_on:
            began = f"{held.allocation.starts_on:%-d %B %Y}"
            raise ValidationError({"said_on": f"They began with this child on {began}."})
        held.said_on, held.how_it_went = said_on, how_it_went.strip()
        held.full_clean()
        held.save()
        leaver = held.allocation.person
        record(
            kind="casework.goodbye_said",
            child=held.child,
            happened_on=said_on,
            by=by,
            summary=f"Goodbye from {leaver.name}",
            details={
                "told": held.what_told,
                "how": held.how_it_went,
                "keeps": held.keeps,
                "next": held.handover_to.name if held.handover_to else "",
            },
            source_type=SOURCE,
            source_id=held.pk,
        )
        return held


def _refuse_said(goodbye: Goodbye) -> None:
    if goodbye.is_said:
        raise ValidationError("This goodbye is said. What was written then stays.")


def _check(goodbye: Goodbye) -> None:
    if goodbye.handover_to_id == goodbye.allocation.person_id:
        raise ValidationError({"handover_to": "Choose somebody who stays."})
    if goodbye.last_session_on < goodbye.allocation.starts_on:
        raise ValidationError({"last_session_on": "That is before they began with this child."})
    if goodbye.told_on > goodbye.last_session_on:
        raise ValidationError(
            {"told_on": "The child hears it before the last session, or at it, never after."}
        )
    goodbye.full_clean()


def _tell(goodbye: Goodbye, by: Person) -> None:
    """Who takes over and who is accountable read the plan before the last session."""
    accountable = accountable_workers([goodbye.child_id], goodbye.last_session_on)
    told = {goodbye.handover_to_id, *(person.pk for person in accountable.values())}
    notify_many(
        NewNotice(
            recipient_id=person_id,
            key=f"goodbye.planned.{goodbye.pk}.{goodbye.last_session_on.isoformat()}",
            line=f"{goodbye.child.reference}: {goodbye.allocation.person.name} says goodbye on "
            f"{goodbye.last_session_on:%-d %B}. Read the handover.",
            path=reverse("casework:goodbye-detail", args=[goodbye.pk]),
            root_type=SUBJECT,
            root_id=goodbye.allocation.episode_id,
            about_id=goodbye.pk,
        )
        for person_id in told
        if person_id and person_id != by.pk
    )
