"""Reads about educators, set-based: papers, places and the students who take them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, OuterRef, Q, Subquery

from placements.models.placement import PracticePlacement
from placements.profile.models import EducatingRule, EducatorProfile, PlacementRole
from placements.profile.standing import Standing, Stay, fullest, places, stay_of, years_before

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Room:
    """How many students one practice educator has room for, and who takes it up."""

    profile: EducatorProfile
    rule: EducatingRule
    stays: list[Stay] = field(default_factory=list)

    @property
    def places(self) -> int:
        return places(self.profile.hours_a_week, self.rule.hours_per_student, self.profile.desks)

    @property
    def places_by_hours(self) -> int:
        return int(self.profile.hours_a_week // self.rule.hours_per_student)

    def taken(self, first: date, last: date) -> int:
        """Students at the fullest moment between two days. Cover is not counted."""
        return fullest(self.stays, first, last)

    def taken_by_others(self, first: date, last: date, intake_id: UUID) -> int:
        """The same without students who come in this very intake."""
        others = [one for one in self.stays if one.intake_id != intake_id]
        return fullest(others, first, last)

    def free(self, first: date, last: date) -> int:
        return max(self.places - self.taken(first, last), 0)


@dataclass(frozen=True)
class Educator(Room):
    """The same with their papers: everything a page or a proposal says of them."""

    standing: Standing = Standing(stage=0)


def rooms(
    profiles: Iterable[EducatorProfile],
    on: date,
    rule: EducatingRule,
    *,
    without: UUID | None = None,
) -> list[Room]:
    """The room of each as seen on `on`, in two queries; `without` leaves one placement out."""
    profiles = list(profiles)
    stays = _stays({profile.person_id for profile in profiles}, on, without)
    return [Room(profile, rule, stays[profile.person_id]) for profile in profiles]


def educators(
    profiles: Iterable[EducatorProfile], on: date, *, without: UUID | None = None
) -> list[Educator]:
    """What is known of each on `on`, in five queries; `without` leaves one placement out of the
    count."""
    rule = EducatingRule.objects.of(on)
    found = rooms(profiles, on, rule, without=without)
    ended = _last_educated({one.profile.person_id for one in found}, on)
    awards: dict[UUID, list[tuple[int, date]]] = defaultdict(list)
    rows = EducatorProfile.objects.filter(
        pk__in=[one.profile.pk for one in found], awards__awarded_on__lte=on
    )
    for profile_id, stage, awarded_on in rows.values_list(
        "pk", "awards__stage", "awards__awarded_on"
    ):
        awards[profile_id].append((stage, awarded_on))
    return [
        Educator(
            one.profile,
            rule,
            one.stays,
            _standing(
                one.profile, awards[one.profile.pk], ended.get(one.profile.person_id), rule, on
            ),
        )
        for one in found
    ]


def _standing(
    profile: EducatorProfile,
    awards: Collection[tuple[int, date]],
    ended_on: date | None,
    rule: EducatingRule,
    on: date,
) -> Standing:
    days = [day for _, day in awards]
    known = (ended_on, profile.educated_elsewhere_until, *days)
    return Standing(
        stage=max((stage for stage, _ in awards), default=0),
        is_off_site=profile.mode == EducatorProfile.Mode.OFF_SITE,
        registered_until=profile.registered_until,
        last_educated_on=max((day for day in known if day is not None), default=None),
        current_from=years_before(on, rule.currency_years),
    )


def _stays(people: Collection[UUID], on: date, without: UUID | None) -> dict[UUID, list[Stay]]:
    """Students of each, now and to come. Where another is to educate from a day on, the stay with
    the one before ends on the day before it."""
    found: dict[UUID, list[Stay]] = defaultdict(list)
    to_come = (
        PlacementRole.objects.filter(
            placement=OuterRef("pk"), kind__in=PlacementRole.EDUCATORS, starts_on__gt=on
        )
        .exclude(person=OuterRef("practice_educator"))
        .order_by("starts_on")
    )
    rows = PracticePlacement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on)).annotate(
        follows=Subquery(to_come.values("person")[:1]),
        follows_on=Subquery(to_come.values("starts_on")[:1]),
    )
    if without is not None:
        rows = rows.exclude(pk=without)
    for placement in rows.filter(Q(practice_educator__in=people) | Q(follows__in=people)):
        stay = stay_of(placement, on)
        if placement.follows is not None:
            found[placement.follows].append(replace(stay, first=placement.follows_on))
            stay = replace(stay, last=placement.follows_on - ONE_DAY)
        found[placement.practice_educator_id].append(stay)
    return found


def _last_educated(people: Collection[UUID], on: date) -> dict[UUID, date]:
    """The last day each was fully responsible for a student here; today while one is with them."""
    roles = PlacementRole.objects.filter(
        person__in=people, kind__in=PlacementRole.EDUCATORS, starts_on__lte=on
    )
    found: dict[UUID, date] = {}
    for row in roles.values("person").annotate(
        last=Max("ends_on"), open=Max("starts_on", filter=Q(ends_on=None))
    ):
        last = on if row["open"] is not None else min(row["last"], on)
        found[row["person"]] = last
    return found
