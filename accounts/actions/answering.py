"""Who answers for whom, and who acts for an absent manager."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.actions.dated import end, hold, save, written_by
from accounts.models import Deputyship, Person, ReportingLine
from accounts.reporting import answers_to_chain
from accounts.roles import MAY_DEPUTISE, MAY_HAVE_DEPUTY


def start_reporting_line(
    *,
    person: Person,
    answers_to: Person,
    kind: ReportingLine.Kind | str,
    starts_on: date,
    why: str,
    by: Person | None,
    ends_on: date | None = None,
) -> ReportingLine:
    """`answers_to` answers for `person` from `starts_on`. Cover always has a last day."""
    with written_by(by):
        held = hold(person)
        if kind == ReportingLine.Kind.COVER and ends_on is None:
            raise ValidationError({"ends_on": "Cover always has a last day."})
        above = answers_to_chain([answers_to.pk], starts_on)[answers_to.pk]
        if kind != ReportingLine.Kind.LEARNING_ONLY and held in above:
            raise ValidationError(
                f"{answers_to} already answers to {held}: this would be a circle."
            )
        return save(
            ReportingLine(
                person=held,
                answers_to=answers_to,
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                why=why,
            )
        )


def end_reporting_line(
    *, line: ReportingLine, on: date, why: str, by: Person | None
) -> ReportingLine | None:
    """`on` is the line's last day. None: it had not begun and is gone."""
    with written_by(by):
        hold(line.person)
        return end(ReportingLine.objects.get(pk=line.pk), on, why)


def appoint_deputy(
    *,
    manager: Person,
    deputy: Person,
    starts_on: date,
    ends_on: date,
    why: str,
    by: Person | None,
) -> Deputyship:
    """`deputy` acts for `manager` from one day to another, with the manager's teams and verbs."""
    with written_by(by):
        held = hold(manager)
        if held.role not in MAY_HAVE_DEPUTY:
            raise ValidationError({"manager": "Only a manager can have a deputy."})
        if deputy.role not in MAY_DEPUTISE:
            raise ValidationError(
                {"deputy": "A deputy is a manager, a social worker or a practice educator."}
            )
        return save(
            Deputyship(manager=held, deputy=deputy, starts_on=starts_on, ends_on=ends_on, why=why)
        )


def end_deputyship(
    *, deputyship: Deputyship, on: date, by: Person | None, why: str = ""
) -> Deputyship | None:
    with written_by(by):
        hold(deputyship.manager)
        return end(Deputyship.objects.get(pk=deputyship.pk), on, why)
