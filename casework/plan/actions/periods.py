"""The days of a plan: it starts, changes its category, is put right, ends or becomes the other.

Each action locks the episode's row first, so that plans of one child take turns. Who may ask for a
child protection plan is the conference's to know; a child in need plan is asked for here.
"""

from copy import copy
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.chronology.actions import record
from casework.episode.models import Episode
from casework.meeting.codes import CONFERENCES
from casework.meeting.codes import Kind as MeetingKind
from casework.meeting.models import Meeting
from casework.plan.actions.meetings import call_off_proposed, propose_for
from casework.plan.clocks import SUBJECT
from casework.plan.codes import ENDS_WITHOUT_CONFERENCE, HANDED_OVER, REASONS, Category, Kind
from casework.plan.models import Plan, PlanCategory, PlanCorrection
from timescales.actions import refresh

NEEDS_CONFERENCE = (
    "A child protection plan starts on the day of its conference, and with it: record the "
    "conference under Protection."
)


def start_plan(
    *,
    episode: Episode,
    kind: str,
    starts_on: date,
    by: Person,
    category: str = "",
    conference_held_on: date | None = None,
    category_why: str = "Decided at the conference",
    decided_on: date | None = None,
    plans_before_us: int = 0,
    last_before_us_ended_on: date | None = None,
    on: date | None = None,
) -> Plan:
    """Open a plan from `starts_on`. Raises ValidationError with words beside the field.

    A child protection plan names its category and starts on the day of its conference.
    """
    with written_by(by):
        on = on or timezone.localdate()
        held = _hold(episode)
        check_start(held, kind, starts_on, on)
        is_protection = kind == Kind.CHILD_PROTECTION
        if is_protection and not _was_conferred(held, starts_on, conference_held_on):
            raise ValidationError({"starts_on": NEEDS_CONFERENCE})
        if is_protection and category not in Category.values:
            raise ValidationError({"category": "Choose the category of abuse."})
        if not is_protection and category:
            raise ValidationError({"category": "A child in need plan has no category of abuse."})
        plan = Plan(
            child=held.child,
            episode=held,
            kind=kind,
            starts_on=starts_on,
            decided_on=decided_on or starts_on,
            conference_held_on=conference_held_on,
            plans_before_us=plans_before_us,
            last_before_us_ended_on=last_before_us_ended_on,
            started_by=by,
        )
        plan.full_clean()
        plan.save(force_insert=True)
        if is_protection:
            _categorise(plan, category, starts_on, category_why, by)
        _tell_chronology(
            plan,
            "plan_started",
            starts_on,
            by,
            f"{plan.get_kind_display()} started",
            {"category": str(Category(category).label) if category else ""},
        )
        refresh(SUBJECT, [plan.pk], by=by)
        if not is_protection:
            propose_for(plan, MeetingKind.CIN_PLANNING, plan.decided_on, by)
            propose_for(plan, MeetingKind.CIN_REVIEW, plan.starts_on, by)
        return plan


def end_plan(
    *,
    plan: Plan,
    ends_on: date,
    reason: str,
    by: Person,
    conference_held_on: date | None = None,
    note: str = "",
    on: date | None = None,
) -> Plan:
    """Close the plan with `ends_on` as its last day. Raises ValidationError.

    A child protection plan ends on the day of a conference, but for the child's death or coming of
    age: give `conference_held_on`.
    """
    with written_by(by):
        _hold(plan.episode)
        plan = _locked(plan)
        if not plan.is_open:
            raise ValidationError("This plan has ended already.")
        if reason not in REASONS[plan.kind]:
            raise ValidationError({"reason": "Choose a reason for this kind of plan to end."})
        check_end(plan, ends_on, on or timezone.localdate())
        if (
            plan.is_child_protection
            and reason not in ENDS_WITHOUT_CONFERENCE
            and conference_held_on != ends_on
        ):
            raise ValidationError(
                {"ends_on": "Only a conference ends this plan, on the day it was held."}
            )
        plan.ends_on, plan.end_reason, plan.end_note = ends_on, reason, note.strip()
        plan.end_conference_held_on = conference_held_on
        _save(plan)
        _tell_chronology(
            plan,
            "plan_ended",
            ends_on,
            by,
            f"{plan.get_kind_display()} ended",
            {"reason": plan.get_end_reason_display(), "note": plan.end_note},
        )
        refresh(SUBJECT, [plan.pk], by=by)
        call_off_proposed(plan, by)
        return plan


def hand_over(
    *,
    plan: Plan,
    to_kind: str,
    on: date,
    by: Person,
    category: str = "",
    category_why: str = "Decided at the conference",
    conference_held_on: date | None = None,
) -> Plan:
    """One kind of plan ends and the other starts on the same day; the new one is returned.

    `conference_held_on` is the conference that decides either way: stepping up and stepping down.
    """
    with written_by(by):
        if to_kind == plan.kind:
            raise ValidationError("The child has that kind of plan already.")
        is_protection = to_kind == Kind.CHILD_PROTECTION
        end_plan(
            plan=plan,
            ends_on=on,
            reason=HANDED_OVER[Kind(to_kind)],
            conference_held_on=None if is_protection else conference_held_on,
            by=by,
        )
        return start_plan(
            episode=plan.episode,
            kind=to_kind,
            starts_on=on,
            category=category,
            category_why=category_why,
            conference_held_on=conference_held_on if is_protection else None,
            by=by,
        )


def change_category(
    *, plan: Plan, category: str, starts_on: date, why: str, by: Person, on: date | None = None
) -> PlanCategory:
    """Another category of abuse from a day on; the first one stays for the return."""
    with written_by(by):
        _hold(plan.episode)
        plan = _locked(plan)
        if not plan.is_child_protection:
            raise ValidationError("Only a child protection plan has a category of abuse.")
        if starts_on > (on or timezone.localdate()):
            raise ValidationError({"starts_on": "The category cannot change in the future."})
        if starts_on <= plan.starts_on or (plan.ends_on and starts_on > plan.ends_on):
            raise ValidationError(
                {"starts_on": "A category changes after the plan's first day and before its last."}
            )
        latest = plan.categories.filter(starts_on__lte=starts_on).last()
        if latest and latest.category == category:
            raise ValidationError({"category": "That is the category already on that day."})
        changed = _categorise(plan, category, starts_on, why, by)
        _tell_chronology(
            plan,
            "plan_category_changed",
            starts_on,
            by,
            f"Category of abuse: {changed.get_category_display().lower()}",
            {"why": changed.why},
        )
        return changed


def correct_dates(
    *,
    plan: Plan,
    starts_on: date,
    ends_on: date | None,
    why: str,
    by: Person,
    conference_held_on: date | None = None,
    on: date | None = None,
) -> Plan:
    """Put wrong days right; what they were stays on the record. Raises ValidationError.

    A plan is ended by `end_plan`, and reopened by nobody: only an end that is there is moved. The
    days of a child protection plan follow the conferences they stand on.
    """
    with written_by(by):
        _hold(plan.episode)
        plan = _locked(plan)
        check_correction(
            plan,
            starts_on=starts_on,
            ends_on=ends_on,
            why=why,
            on=on or timezone.localdate(),
        )
        if plan.is_child_protection and starts_on != plan.starts_on:
            if conference_held_on != starts_on:
                raise ValidationError(
                    {
                        "starts_on": "The plan starts on the day of its conference: correct the "
                        "conference first."
                    }
                )
            plan.conference_held_on = starts_on
            plan.categories.filter(starts_on=plan.starts_on).update(starts_on=starts_on)
        if plan.end_conference_held_on and ends_on not in (plan.ends_on, conference_held_on):
            raise ValidationError(
                {
                    "ends_on": "The plan ended on the day of its conference: correct the "
                    "conference first."
                }
            )
        correction = PlanCorrection(
            plan=plan,
            starts_on_was=plan.starts_on,
            starts_on=starts_on,
            ends_on_was=plan.ends_on,
            ends_on=ends_on,
            why=why.strip(),
            by=by,
        )
        correction.full_clean()
        correction.save(force_insert=True)
        plan.starts_on, plan.ends_on = starts_on, ends_on
        plan.decided_on = min(plan.decided_on, starts_on)
        if plan.end_conference_held_on:
            plan.end_conference_held_on = ends_on
        _save(plan)
        _tell_chronology(
            plan,
            "plan_dates_corrected",
            on or timezone.localdate(),
            by,
            f"{plan.get_kind_display()}: dates corrected",
            {
                "why": correction.why,
                "starts_on_was": correction.starts_on_was.isoformat(),
                "starts_on": starts_on.isoformat(),
                "ends_on_was": _iso(correction.ends_on_was),
                "ends_on": _iso(ends_on),
            },
        )
        refresh(SUBJECT, [plan.pk], by=by)
        return plan


def replaced(plan: Plan, **days: date | None) -> Plan:
    """The plan with other days, in memory only."""
    other = copy(plan)
    for name, value in days.items():
        setattr(other, name, value)
    return other


def _hold(episode: Episode) -> Episode:
    """The episode's row, locked until commit."""
    return (
        Episode.objects.select_for_update(of=("self",))
        .select_related("child", "referral")
        .get(pk=episode.pk)
    )


def _locked(plan: Plan) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",))
    rows = rows.select_related("child", "episode__referral")
    return rows.get(pk=plan.pk)


def _save(plan: Plan) -> None:
    plan.lock_version += 1
    plan.full_clean()
    plan.save()


def check_start(episode: Episode, kind: str, starts_on: date, on: date) -> None:
    """Whether a plan may start on that day. Raises ValidationError."""
    if not episode.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    if kind not in Kind.values:
        raise ValidationError({"kind": "Choose the kind of plan."})
    if episode.kind != Episode.Kind.IN_NEED or episode.referral is None:
        raise ValidationError(
            "A plan needs the council's referral: early help has an agreement, not a plan."
        )
    if starts_on > on:
        raise ValidationError({"starts_on": "The plan cannot start in the future."})
    _check_first_day(episode, starts_on)
    died_on = episode.child.date_of_death
    if died_on and starts_on > died_on:
        raise ValidationError({"starts_on": "The child had died by then."})
    others = Plan.objects.filter(child=episode.child_id)
    if running := others.open().first():
        raise ValidationError(
            {
                "starts_on": f"The child has an open plan since {_day(running.starts_on)}. "
                "End that one, or hand over from it."
            }
        )
    if others.filter(Q(ends_on__gt=starts_on) | Q(starts_on__gt=starts_on)).exists():
        raise ValidationError(
            {"starts_on": "That is before an earlier plan of this child ended. Check the date."}
        )


def _was_conferred(episode: Episode, starts_on: date, conference_held_on: date | None) -> bool:
    """A conference about this child was held on the plan's first day."""
    rows = Meeting.objects.held().of_kind(*CONFERENCES).filter(episode=episode)
    return conference_held_on == starts_on and rows.filter(held_on=starts_on).exists()


def _check_first_day(episode: Episode, starts_on: date) -> None:
    referred_on = episode.referral.referred_on if episode.referral else episode.opened_on
    if starts_on < referred_on:
        raise ValidationError(
            {"starts_on": f"The plan cannot start before the referral of {_day(referred_on)}."}
        )


def check_end(plan: Plan, ends_on: date, on: date) -> None:
    """Whether that may be the plan's last day. Raises ValidationError."""
    if ends_on > on:
        raise ValidationError({"ends_on": "The plan cannot end in the future."})
    if ends_on < plan.starts_on:
        raise ValidationError(
            {"ends_on": f"The plan started on {_day(plan.starts_on)}. It cannot end before that."}
        )
    if plan.is_child_protection and ends_on == plan.starts_on:
        raise ValidationError(
            {"ends_on": "A child protection plan cannot end on the day it started."}
        )


def check_correction(
    plan: Plan, *, starts_on: date, ends_on: date | None, why: str, on: date
) -> None:
    """Whether these may be the plan's days. Raises ValidationError."""
    episode = plan.episode
    if not why.strip():
        raise ValidationError({"why": "Say why the dates were wrong."})
    if (starts_on, ends_on) == (plan.starts_on, plan.ends_on):
        raise ValidationError({"starts_on": "These are the dates already."})
    if (ends_on is None) != plan.is_open:
        raise ValidationError(
            {"ends_on": "End the plan to give it a last day; an ended plan is not opened again."}
        )
    if starts_on > on:
        raise ValidationError({"starts_on": "The plan cannot start in the future."})
    _check_first_day(episode, starts_on)
    if ends_on:
        check_end(replaced(plan, starts_on=starts_on), ends_on, on)
        if episode.closed_on and ends_on > episode.closed_on:
            raise ValidationError({"ends_on": f"The episode closed on {_day(episode.closed_on)}."})
    others = Plan.objects.filter(child=plan.child_id).exclude(pk=plan.pk)
    over = others.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on:
        over = over.filter(starts_on__lt=ends_on)
    if over.exists():
        raise ValidationError({"starts_on": "That overlaps another plan of the same child."})
    later = plan.categories.exclude(starts_on=plan.starts_on)
    if later.filter(starts_on__lte=starts_on).exists() or (
        ends_on and later.filter(starts_on__gt=ends_on).exists()
    ):
        raise ValidationError(
            {"starts_on": "A change of category would fall outside the plan. Check the dates."}
        )


def _categorise(plan: Plan, category: str, starts_on: date, why: str, by: Person) -> PlanCategory:
    row = PlanCategory(plan=plan, category=category, starts_on=starts_on, why=why.strip(), by=by)
    row.full_clean()
    row.save(force_insert=True)
    return row


def _tell_chronology(
    plan: Plan, event: str, happened_on: date, by: Person, summary: str, details: dict[str, str]
) -> None:
    record(
        kind=f"casework.{event}",
        child=plan.child,
        happened_on=happened_on,
        by=by,
        summary=summary,
        details=details,
        source_type=SUBJECT,
        source_id=plan.pk,
    )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
