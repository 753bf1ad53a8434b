"""A child has died: everything stops the same minute; what the law asks stays on a short list."""

from datetime import date

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person, in_force
from casework.child.models import Child, Involvement
from casework.chronology.actions import record
from casework.closure.models import Death, OwedStep
from casework.episode.models import Episode
from casework.episode.people import managers_of_teams
from casework.meeting.actions import call_off
from casework.meeting.codes import Kind
from casework.stopping import stop_clocks_of
from notices.actions import NewNotice, notify_many, withdraw_rooted
from notices.models import Notice, Urgency

SOURCE = "casework.death"
DIED = "The child has died."


def record_death(*, child: Child, died_on: date, told_by: str, by: Person) -> Death:
    """Clocks, reminders and meetings about this child stop now. Raises ValidationError.

    A meeting that was called off stays so, should the death have been recorded by mistake.
    """
    with written_by(by):
        held = Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
        if held.date_of_death is not None:
            raise ValidationError("The child's death is recorded already.")
        if died_on > timezone.localdate():
            raise ValidationError({"died_on": "That day is still to come. Check the date."})
        if held.dob is None:
            raise ValidationError(
                {"died_on": "Give the child's date of birth first: an unborn child has none yet."}
            )
        held.date_of_death = died_on
        held.full_clean()
        held.save()
        death = Death(child=held, told_by=told_by.strip(), recorded_by=by)
        death.full_clean()
        death.save(force_insert=True)
        OwedStep.objects.bulk_create(OwedStep(death=death, step=step) for step in OwedStep.Step)
        withdraw_rooted(root_ids=[held.pk, *_episode_ids(held)], why=Notice.Withdrawn.SETTLED)
        stop_clocks_of([held.pk], by=by)
        for episode in Episode.objects.open().filter(child=held):
            call_off(episode=episode, kinds=Kind.values, why=DIED, by=by, on=timezone.localdate())
        record(
            kind="casework.child_died",
            child=held,
            happened_on=died_on,
            by=by,
            summary=f"{held.short_name} died",
            details={},
            source_type=SOURCE,
            source_id=death.pk,
        )
        _tell_workers(death, by)
        return death


def take_back_death(*, death: Death, why: str, by: Person) -> Child:
    """It was recorded by mistake: clocks run again, and the record says so."""
    with written_by(by):
        held = Child.objects.select_for_update(of=("self",)).get(pk=death.child_id)
        if not why.strip():
            raise ValidationError({"why": "Say how you know that it was a mistake."})
        if held.episodes.filter(closure_reason="RC2").exists():
            raise ValidationError("The work was closed because the child died. Ask for support.")
        on = timezone.localdate()
        record(
            kind="casework.death_taken_back",
            child=held,
            happened_on=on,
            by=by,
            summary="A death was recorded here by mistake",
            details={"why": why.strip()},
            source_type=SOURCE,
            source_id=death.pk,
        )
        death.steps.all().delete()
        death.delete()
        held.date_of_death = None
        held.save()
        stop_clocks_of([held.pk], by=by)
        return held


def settle_step(*, step: OwedStep, done_on: date, note: str, by: Person) -> OwedStep:
    """One thing of the short list is done. Raises ValidationError."""
    with written_by(by):
        rows = OwedStep.objects.select_for_update(of=("self",)).select_related("death__child")
        held = rows.get(pk=step.pk)
        if held.done_on is not None:
            raise ValidationError("This is done already.")
        if not note.strip():
            raise ValidationError({"note": "Say what was done, and with whom."})
        died_on = held.death.child.date_of_death
        if died_on and done_on < died_on:
            raise ValidationError({"done_on": f"The child died on {died_on:%-d %B %Y}."})
        held.done_on, held.done_by, held.note = done_on, by, note.strip()
        held.full_clean()
        held.save()
        return held


def _episode_ids(child: Child) -> list:
    return list(child.episodes.values_list("pk", flat=True))


def _tell_workers(death: Death, by: Person) -> None:
    """Everyone around the child hears it once, kindly, and before any list shows it."""
    on = timezone.localdate()
    rows = Involvement.objects.filter(in_force(on), child=death.child_id)
    told = set(rows.exclude(person=None).values_list("person_id", flat=True))
    teams = set(rows.exclude(team=None).values_list("team_id", flat=True))
    for managers in managers_of_teams(teams, on).values():
        told |= {manager.pk for manager in managers}
    notify_many(
        NewNotice(
            recipient_id=person_id,
            key=f"child.died.{death.pk}",
            line=f"{death.child.reference}: sad news about this child. Please read it before you "
            "do anything else, and speak with your manager.",
            path=reverse("casework:death-detail", args=[death.pk]),
            urgency=Urgency.URGENT,
        )
        for person_id in told - {by.pk}
    )
