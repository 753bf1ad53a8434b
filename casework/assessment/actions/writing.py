"""Writing a section: its texts and the rows that belong to it, under the section's own version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.assessment import policies
from casework.assessment.actions.holding import hold_to_write
from casework.assessment.completeness import lacks
from casework.assessment.models import (
    Assessment,
    AssessmentScale,
    AssessmentSection,
    AssessmentSource,
    AssessmentSuggestion,
    DangerStatement,
    Sighting,
)
from casework.assessment.reads import part
from casework.assessment.sections import BY_KEY, KEYS, Kind
from casework.child.people import accountable_workers, co_workers
from casework.direct_work.scales import record_reading, take_back_reading
from records.actions import NotAllowed
from records.conflicts import lock_for_edit, save_next_version

Answers = Mapping[str, Any]
# Most danger statements a family can hold in mind; more belong into one another.
MOST_DANGERS = 8
_OF_ASSESSMENT = ("not_seen_why", "not_alone_why", "own_words", "words_language", "tool")


@dataclass(frozen=True)
class Written:
    """A section as saved, and field to message for what kept it from being finished."""

    section: AssessmentSection
    lacks: dict[str, str] = field(default_factory=dict)


def write_section(
    *,
    assessment: Assessment,
    key: str,
    began_from: int,
    by: Person,
    answers: Answers,
    finish: bool = False,
) -> Written:
    """Save what stands in a section; with `finish`, its lead says that it is complete.

    What is not complete is saved all the same and says what it lacks. `answers` are those of the
    section's kind: texts; `add` and `remove` for rows; `pairs` of danger and goal.
    Raises Conflict, NotAllowed, PermissionDenied, ValidationError.
    """
    with written_by(by):
        held = hold_to_write(assessment, by)
        section = _hold_section(held, key, began_from)
        _WRITERS[BY_KEY[key].kind](held, section, answers, by)
        section.is_finished = False
        _stamp(section, by)
        save_next_version(section)
        found = _finish(held, section, by) if finish else {}
        return Written(section, found)


def settle_suggestion(
    *, assessment: Assessment, suggestion_id: UUID, accept: bool, by: Person
) -> AssessmentSuggestion:
    """Take over what was offered, marked with where it comes from, or take it away.

    Raises NotAllowed, PermissionDenied.
    """
    with written_by(by):
        held = hold_to_write(assessment, by)
        offered = held.suggestions.select_for_update().filter(pk=suggestion_id).first()
        if offered is None or offered.state != offered.State.WAITING:
            raise NotAllowed("This was accepted or removed already.")
        if accept:
            section = AssessmentSection.objects.select_for_update().get(
                assessment=held, key=offered.section_key
            )
            _take_over(held, section, offered)
            section.skipped_why, section.is_finished = "", False
            _stamp(section, by)
            save_next_version(section)
        offered.state = offered.State.ACCEPTED if accept else offered.State.REMOVED
        offered.settled_by, offered.settled_at = by, timezone.now()
        offered.save()
        return offered


def name_leads(
    *, assessment: Assessment, leads: Mapping[str, UUID], by: Person
) -> list[AssessmentSection]:
    """Who leads which section, among those who work with the child. Raises NotAllowed."""
    on = timezone.localdate()
    with written_by(by):
        held = hold_to_write(assessment, by)
        accountable = accountable_workers([held.child_id], on).get(held.child_id)
        is_accountable = accountable is not None and accountable.pk == by.pk
        if not policies.may_name_leads(
            is_author=held.author_id == by.pk, is_accountable=is_accountable
        ):
            raise NotAllowed("The author or the accountable social worker names the leads.")
        workers = {person.pk for person in co_workers([held.child_id], on)[held.child_id]}
        workers |= {accountable.pk} if accountable else set()
        changed = []
        for section in held.sections.select_for_update().filter(key__in=leads):
            wanted = leads[section.key]
            if wanted not in workers:
                raise ValidationError(
                    {section.key: "Choose somebody who works with the child today."}
                )
            if section.lead_id != wanted:
                section.lead_id = wanted
                changed.append(save_next_version(section))
        return changed


def may_finish(held: Assessment, section: AssessmentSection, by: Person) -> bool:
    """Whether `by` may say that the section is complete; one query at most."""
    if section.lead_id in (None, by.pk):
        return True
    found = accountable_workers([held.child_id], timezone.localdate()).get(held.child_id)
    return policies.may_finish(
        by.pk, lead_id=section.lead_id, is_accountable=found is not None and found.pk == by.pk
    )


def _hold_section(held: Assessment, key: str, began_from: int) -> AssessmentSection:
    if key not in KEYS:
        raise KeyError(key)
    rows = AssessmentSection.objects.filter(assessment=held).select_related("lead")
    return lock_for_edit(rows, pk=rows.values_list("pk").get(key=key)[0], began_from=began_from)


def _stamp(section: AssessmentSection, by: Person) -> None:
    section.changed_by, section.changed_at = by, timezone.now()


def _finish(held: Assessment, section: AssessmentSection, by: Person) -> dict[str, str]:
    """Finished, unless it lacks something: what that is."""
    if not may_finish(held, section, by):
        leads = section.lead.name if section.lead else "Somebody else"
        raise NotAllowed(f"{leads} leads this section and marks it finished.")
    found = lacks(part(held, section.key), section.key)
    if not found:
        section.is_finished = True
        section.save(update_fields=["is_finished"])
    return found


def _take_over(held: Assessment, section: AssessmentSection, offered: AssessmentSuggestion) -> None:
    """Behind what stands there already, under its label; a day seen becomes a sighting."""
    marked = f"{offered.label}:\n{offered.text}" if offered.text else ""
    if section.key == "seen":
        held.own_words = _joined(held.own_words, marked)
        held.save(update_fields=["own_words"])
        if offered.seen_on and not held.sightings.filter(on=offered.seen_on).exists():
            Sighting.objects.create(
                assessment=held,
                on=offered.seen_on,
                alone=bool(offered.seen_alone),
                place=offered.place,
            )
        return
    section.text = _joined(section.text, marked)
    if offered.more:
        section.more = _joined(section.more, f"{offered.label}:\n{offered.more}")


def _joined(before: str, after: str) -> str:
    return "\n\n".join(part for part in (before, after) if part)


# What is written, kind by kind


def _write_text(held: Assessment, section: AssessmentSection, answers: Answers, by: Person) -> None:
    section.text = answers.get("text", "")
    section.more = answers.get("more", "")
    section.skipped_why = answers.get("skipped_why", "")
    section.full_clean(exclude=["assessment"])


def _write_sources(
    held: Assessment, section: AssessmentSection, answers: Answers, by: Person
) -> None:
    _remove(held.sources, answers)
    if add := answers.get("add"):
        source = AssessmentSource(assessment=held, **add)
        _check_day(held, "on", source.on)
        source.full_clean()
        source.save(force_insert=True)


def _write_seen(held: Assessment, section: AssessmentSection, answers: Answers, by: Person) -> None:
    _remove(held.sightings, answers)
    if add := answers.get("add"):
        sighting = Sighting(assessment=held, **add)
        _check_day(held, "seen_on", sighting.on)
        sighting.full_clean()
        sighting.save(force_insert=True)
    _write_own(held, answers, _OF_ASSESSMENT)


def _check_day(held: Assessment, name: str, day: date | None) -> None:
    """A slip in the year makes a child seen who was not: neither to come nor before the birth."""
    if day is None:
        return
    if day > timezone.localdate():
        raise ValidationError({name: "The date cannot be in the future."})
    if held.child.dob and day < held.child.dob:
        raise ValidationError({name: "That is before the child was born. Check the date."})


def _write_dangers(
    held: Assessment, section: AssessmentSection, answers: Answers, by: Person
) -> None:
    pairs = [(danger, goal) for danger, goal in answers["pairs"] if danger or goal]
    rows = [
        DangerStatement(assessment=held, position=place, danger=danger, goal=goal)
        for place, (danger, goal) in enumerate(pairs[:MOST_DANGERS], 1)
    ]
    for row in rows:
        if not row.danger:
            raise ValidationError(
                {
                    f"danger_{row.position}": "A safety goal answers a danger statement: write "
                    "that too."
                }
            )
    held.dangers.all().delete()
    DangerStatement.objects.bulk_create(rows)


def _write_scales(
    held: Assessment, section: AssessmentSection, answers: Answers, by: Person
) -> None:
    gone = list(held.scales.select_related("reading").filter(pk__in=answers.get("remove", [])))
    for scale in gone:
        scale.delete()
        take_back_reading(reading=scale.reading)
    if add := answers.get("add"):
        _check_day(held, "on", add["on"])
        reading = record_reading(child=held.child, by=by, **add)
        AssessmentScale.objects.create(assessment=held, reading=reading)


def _write_factors(
    held: Assessment, section: AssessmentSection, answers: Answers, by: Person
) -> None:
    _write_own(held, {"factors": sorted(set(answers["factors"]), key=_as_listed)}, ("factors",))


def _write_outcome(
    held: Assessment, section: AssessmentSection, answers: Answers, by: Person
) -> None:
    section.more = answers.get("more", "")
    section.full_clean(exclude=["assessment"])
    _write_own(held, {"outcomes": sorted(set(answers["outcomes"]))}, ("outcomes",))


def _write_own(held: Assessment, answers: Answers, names: tuple[str, ...]) -> None:
    """Columns of the assessment itself; what the database refuses is said beside the question."""
    for name in names:
        if name in answers:
            setattr(held, name, answers[name])
    try:
        held.full_clean(exclude=["child", "episode", "author"])
    except ValidationError as refused:
        beside = names[0] if names[0] in ("factors", "outcomes") else None
        raise ValidationError({beside: refused.messages} if beside else refused) from refused
    held.save(update_fields=list(names))


def _remove(rows: Any, answers: Answers) -> None:
    if gone := answers.get("remove"):
        rows.filter(pk__in=gone).delete()


def _as_listed(code: str) -> tuple[int, str]:
    """ "3B" before "16A": as the census lists them."""
    number = "".join(char for char in code if char.isdigit())
    return int(number), code


_WRITERS: dict[Kind, Callable[[Assessment, AssessmentSection, Answers, Person], None]] = {
    Kind.TEXT: _write_text,
    Kind.SOURCES: _write_sources,
    Kind.SEEN: _write_seen,
    Kind.DANGERS: _write_dangers,
    Kind.SCALES: _write_scales,
    Kind.FACTORS: _write_factors,
    Kind.OUTCOME: _write_outcome,
}
