"""What people said of a plan or a safety plan, and who was given it."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.chronology.actions import record
from casework.plan.actions.signing import may_write
from casework.plan.clocks import SUBJECT
from casework.plan.models import Agreement, PlanVersion, SafetyPlan, Sharing
from timescales.actions import refresh


def record_agreement(
    *,
    paper: PlanVersion | SafetyPlan,
    who: str,
    name: str,
    answer: str,
    asked_on: date,
    by: Person,
    why: str = "",
    own_words: str = "",
    member_id: UUID | None = None,
    on: date | None = None,
) -> Agreement:
    """One person's answer; a later one takes its place, both stay. Raises ValidationError."""
    with written_by(by):
        may_write(by)
        if asked_on > (on or timezone.localdate()):
            raise ValidationError({"asked_on": "The day cannot be in the future."})
        row = Agreement(
            **_of(paper),
            who=who,
            name=name.strip(),
            member_id=member_id,
            answer=answer,
            why=why.strip(),
            own_words=own_words.strip(),
            asked_on=asked_on,
            by=by,
        )
        row.full_clean()
        row.save(force_insert=True)
        return row


def record_sharing(
    *,
    paper: PlanVersion | SafetyPlan,
    who: str,
    name: str,
    shared_on: date,
    how: str,
    language: str,
    interpreter: str,
    by: Person,
    easy_read: bool = False,
    note: str = "",
    member_id: UUID | None = None,
    on: date | None = None,
) -> Sharing:
    """A copy was given or read to somebody. Raises ValidationError.

    Nothing leaves before a manager authorised it (a plan) or a registered worker signed it (a
    safety plan).
    """
    with written_by(by):
        may_write(by)
        if not paper.may_leave:
            raise ValidationError("This is not signed yet. Only what is signed leaves us.")
        if shared_on > (on or timezone.localdate()):
            raise ValidationError({"shared_on": "The day cannot be in the future."})
        row = Sharing(
            **_of(paper),
            who=who,
            name=name.strip(),
            member_id=member_id,
            shared_on=shared_on,
            how=how,
            language=language.strip(),
            interpreter=interpreter,
            easy_read=easy_read,
            note=note.strip(),
            by=by,
        )
        row.full_clean()
        row.save(force_insert=True)
        is_plan = isinstance(paper, PlanVersion)
        record(
            kind="casework.plan_shared",
            child=paper.child,
            happened_on=shared_on,
            by=by,
            summary=f"{'Plan' if is_plan else 'Safety plan'} shared with the family",
            details={
                "with": f"{row.name}, {row.get_who_display().lower()}",
                "how": row.get_how_display(),
                "language": row.language,
                "interpreter": row.get_interpreter_display(),
            },
            source_type=SUBJECT,
            source_id=paper.plan_id if isinstance(paper, PlanVersion) else None,
        )
        if isinstance(paper, PlanVersion):
            refresh(SUBJECT, [paper.plan_id], by=by)
        return row


def _of(paper: PlanVersion | SafetyPlan) -> dict[str, PlanVersion | SafetyPlan]:
    return {"version" if isinstance(paper, PlanVersion) else "safety_plan": paper}
