"""What is written about university rules: an edition, its correction, and who says it is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.roles import Role
from notices.actions import nudge
from partners.models import University
from placements.holding import hold
from placements.models import LearningAgreement
from placements.models.placement import Kind, PlacementDay, PracticePlacement
from placements.models.rule import (
    RuleConfirmation,
    RuleDate,
    RuleFact,
    UniversityRule,
    WorkloadStep,
    rule_of,
    universities_of,
)
from placements.rule import policies
from placements.subjects import TIMELINE
from placements.workload import is_right, put_right
from records.conflicts import lock_for_edit, save_next_version
from timescales.actions import refresh

ONE_DAY = timedelta(days=1)
# More placements than a person who saves a rule should wait for.
AT_ONCE, BATCH = 50, 200
FOLLOW_TASK = "placements.tasks.follow_rules"
What = RuleDate.What
# The columns each fact is made of. The days of a fact stand in `DATES_OF`, the work in its steps.
COLUMNS_OF: dict[RuleFact, tuple[str, ...]] = {
    RuleFact.DAYS: ("hours_per_day", "study_counts", "recall_counts", "skills_counts"),
    RuleFact.SUPERVISION: ("supervision_hours_per_five_days",),
    RuleFact.WORKLOAD: (),
    RuleFact.STEPS: ("agreement_by_day", "interim_percent", "final_within_days"),
    RuleFact.OBSERVATIONS: (
        "observations_first",
        "observations_final",
        "people_by_midpoint",
        "people_by_end",
    ),
    RuleFact.PORTFOLIO: ("portfolio_parts", "portfolio_days_after", "panel_days_after"),
}
DATES_OF: dict[RuleFact, tuple[RuleDate.What, ...]] = {
    RuleFact.STEPS: (What.INTERIM_REPORT, What.FINAL_REPORT),
    RuleFact.PORTFOLIO: (What.PORTFOLIO, What.PANEL),
}
COLUMNS = tuple(column for columns in COLUMNS_OF.values() for column in columns)
BY_RULE = (Kind.STUDY, Kind.RECALL, Kind.SKILLS)


@dataclass(frozen=True)
class Terms:
    """What one edition says: its columns, the days by what and length, work by week."""

    columns: Mapping[str, Any]
    dates: Mapping[tuple[str, int], date] = field(default_factory=dict)
    steps: Sequence[tuple[int, Decimal]] = ()


def terms_of(rule: UniversityRule) -> Terms:
    """What an edition says as it stands, to begin the next one from."""
    return Terms(
        columns={column: getattr(rule, column) for column in COLUMNS},
        dates={(row.what, row.days_total): row.on for row in rule.dates.all()},
        steps=[(step.from_week, step.cases) for step in rule.workload_steps.all()],
    )


def add_rule(
    *,
    university: University | None,
    starts_on: date,
    source: str,
    terms: Terms,
    by: Person,
    on: date,
    ends_on: date | None = None,
) -> UniversityRule:
    """A new edition. One that was open until now ends on the day before it."""
    with written_by(by):
        _may_edit(by)
        before = UniversityRule.objects.select_for_update().filter(
            university=university, ends_on=None, starts_on__lt=starts_on
        )
        for earlier in before:
            earlier.ends_on = starts_on - ONE_DAY
            earlier.full_clean()
            save_next_version(earlier)
        rule = UniversityRule(
            university=university, starts_on=starts_on, ends_on=ends_on, source=source.strip()
        )
        _write(rule, terms, on, by)
        return rule


def save_rule(
    *,
    rule: UniversityRule,
    began_from: int,
    starts_on: date,
    ends_on: date | None,
    source: str,
    terms: Terms,
    by: Person,
    on: date,
) -> UniversityRule:
    """Correct an edition. What is changed has to be confirmed again. Raises Conflict."""
    with written_by(by):
        _may_edit(by)
        held = lock_for_edit(
            UniversityRule.objects.prefetch_related("dates", "workload_steps"),
            pk=rule.pk,
            began_from=began_from,
        )
        if held.is_default and (starts_on != held.starts_on or ends_on != held.ends_on):
            raise ValidationError("The default holds where no other does: add an edition instead.")
        held.starts_on, held.ends_on, held.source = starts_on, ends_on, source.strip()
        _write(held, terms, on, by)
        return held


def confirm_fact(
    *, rule: UniversityRule, fact: RuleFact | str, by: Person, on: date, how: str = ""
) -> RuleConfirmation:
    """`by` says on `on` that this fact is right. Twice on one day is once."""
    with written_by(by):
        held = UniversityRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
        own = universities_of(by).filter(university=held.university_id).exists()
        if not policies.may_confirm(by, held.is_default, own):
            raise PermissionDenied("A rule is confirmed by its university, or by who asked it.")
        if by.role != Role.UNIVERSITY_TUTOR and not how.strip():
            raise ValidationError({"how": "Say how the university told you, and when."})
        same = held.confirmations.filter(fact=fact, by=by, on=on, changed_on=None).first()
        if same is not None:
            return same
        confirmation = RuleConfirmation(rule=held, fact=fact, by=by, on=on, how=how.strip())
        confirmation.full_clean()
        confirmation.save(force_insert=True)
        return confirmation


def follow_waiting(*, on: date) -> int:
    """Running placements follow each rule that waits for it; says how many rules. Safe to ring
    twice: what follows already is left alone. A rule that is changed meanwhile waits on.
    """
    waiting = list(UniversityRule.objects.exclude(waits_since=None))
    for rule in waiting:
        _follow(_followers(rule), on, None)
        UniversityRule.objects.filter(pk=rule.pk, waits_since=rule.waits_since).update(
            waits_since=None
        )
    return len(waiting)


# What the actions are made of


def _may_edit(by: Person) -> None:
    if not policies.may_edit(by):
        raise PermissionDenied("University rules are changed by who arranges placements.")


def _write(rule: UniversityRule, terms: Terms, on: date, by: Person) -> None:
    changed = _changed(rule, terms)
    for column in COLUMNS:
        setattr(rule, column, terms.columns[column])
    _says_each_once(terms)
    rule.full_clean()
    save_next_version(rule)
    rule.dates.all().delete()
    RuleDate.objects.bulk_create(
        RuleDate(rule=rule, what=what, days_total=days, on=day)
        for (what, days), day in terms.dates.items()
    )
    rule.workload_steps.all().delete()
    WorkloadStep.objects.bulk_create(
        WorkloadStep(rule=rule, from_week=week, cases=cases) for week, cases in terms.steps
    )
    rule.confirmations.filter(fact__in=changed, changed_on=None).update(changed_on=on)
    _recount(rule)
    _be_followed(rule, on, by)


def _be_followed(rule: UniversityRule, on: date, by: Person) -> None:
    """A few running placements follow at once; where they are many nobody waits for them."""
    placements = _followers(rule)
    if len(placements) <= AT_ONCE:
        _follow(placements, on, by)
        return
    rule.waits_since = timezone.now()
    UniversityRule.objects.filter(pk=rule.pk).update(waits_since=rule.waits_since)
    nudge(FOLLOW_TASK)


def _followers(rule: UniversityRule) -> list[UUID]:
    """Running placements whose steps, or days, this edition or the one it borders on may set."""
    running = PracticePlacement.objects.filter(ends_on=None)
    if rule.university_id is not None:
        running = running.filter(university=rule.university_id)
    return list(running.order_by("pk").values_list("pk", flat=True))


def _follow(placement_ids: Sequence[UUID], on: date, by: Person | None) -> None:
    """Their steps are derived anew, and from `on` the students carry what the rule allows."""
    refresh(TIMELINE, placement_ids)
    for first in range(0, len(placement_ids), BATCH):
        for placement in _with_other_work(placement_ids[first : first + BATCH], on):
            with written_by(by):
                held = hold(placement)
                if not held.has_ended:
                    put_right(held, first=max(on, held.starts_on), by=by)


def _with_other_work(placement_ids: Sequence[UUID], on: date) -> list[PracticePlacement]:
    """Those whose student may carry something else by now; a constant number of queries."""
    rules = list(UniversityRule.objects.prefetch_related("workload_steps"))
    bound = LearningAgreement.objects.in_force()
    placements = (
        PracticePlacement.objects.filter(pk__in=placement_ids)
        .select_related("student")
        .prefetch_related(
            "suspensions", "student__workload_limits", Prefetch("agreements", bound, "bound")
        )
    )
    return [
        one
        for one in placements
        if not is_right(
            one,
            rule_of(rules, one.university_id, one.starts_on),
            next(iter(one.bound), None),
            max(on, one.starts_on),
        )
    ]


def _says_each_once(terms: Terms) -> None:
    weeks = [week for week, _ in terms.steps]
    if len(weeks) != len(set(weeks)):
        raise ValidationError("Two lines say how much work there is from the same week.")
    for days in PracticePlacement.Days:
        interim = terms.dates.get((What.INTERIM_REPORT, days))
        final = terms.dates.get((What.FINAL_REPORT, days))
        if interim is not None and final is not None and final <= interim:
            raise ValidationError(
                {f"{What.FINAL_REPORT}_{days}": "The final report comes after the interim one."}
            )


def _changed(rule: UniversityRule, terms: Terms) -> list[RuleFact]:
    """The facts that say something else from now on."""
    if rule._state.adding:
        return []
    before = terms_of(rule)
    found = []
    for fact, columns in COLUMNS_OF.items():
        kinds = DATES_OF.get(fact, ())
        is_same = all(before.columns[name] == terms.columns[name] for name in columns) and (
            _of(before, kinds) == _of(terms, kinds)
        )
        if fact == RuleFact.WORKLOAD:
            is_same = sorted(before.steps) == sorted(terms.steps)
        if not is_same:
            found.append(fact)
    return found


def _of(terms: Terms, kinds: Sequence[RuleDate.What]) -> dict[tuple[str, int], date]:
    return {key: day for key, day in terms.dates.items() if key[0] in kinds}


def _recount(rule: UniversityRule) -> None:
    """Days in running ledgers count what the rule of their day says now.

    A shorter edition leaves days to the default, so that is counted again too.
    """
    default = UniversityRule.objects.filter(university=None)
    for edition in {rule.pk: rule, **{one.pk: one for one in default}}.values():
        days = _days_under(edition)
        for kind in BY_RULE:
            counts = edition.counts(kind)
            days.filter(kind=kind).exclude(counts=counts).update(counts=counts)


def _days_under(rule: UniversityRule) -> Any:
    until = Q(on__lte=rule.ends_on) if rule.ends_on is not None else Q()
    days = PlacementDay.objects.filter(until, on__gte=rule.starts_on, placement__ends_on=None)
    if rule.university_id is not None:
        return days.filter(placement__university=rule.university_id)
    own = UniversityRule.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("on")),
        starts_on__lte=OuterRef("on"),
        university=OuterRef("placement__university"),
    )
    return days.filter(~Exists(own))
