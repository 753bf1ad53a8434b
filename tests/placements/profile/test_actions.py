"""Room under a lock, stage, roles and the lines that come with them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import start_reporting_line
from accounts.models import ReportingLine
from accounts.reporting import answers_to_chain
from accounts.roles import Role
from placements.actions import end_placement, start_placement
from placements.models import CapacityOverride, EducatorProfile, PlacementRole
from placements.profile import actions
from placements.profile.reads import educators
from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements.factories import AwardFactory, EducatorFactory, PlacementFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
START = date(2026, 9, 28)
Kind = PlacementRole.Kind


@staged
def newcomer(someone):
    return someone(Role.STUDENT, "Nour Newcomer")


@pytest.fixture
def begin(newcomer, pe, team, tm):
    def start(**changes):
        chosen = {
            "student": newcomer,
            "practice_educator": pe,
            "university": UniversityFactory(),
            "team": team,
            "days_total": 70,
            "starts_on": START,
            "by": tm,
        }
        return start_placement(**(chosen | changes))

    return start


def stage_one(profile):
    profile.awards.all().delete()
    AwardFactory(profile=profile, stage=1)


def full(profile, places=1):
    """Room for one student, who is here."""
    EducatorProfile.objects.filter(pk=profile.pk).update(desks=places)
    for _ in range(places):
        PlacementFactory(practice_educator=profile.person, starts_on=START)


# Stage


def test_a_hundred_days_need_stage_two_or_a_mentor_who_has_it(begin, educator, someone, team):
    stage_one(educator)
    with pytest.raises(ValidationError, match="needs Stage 2"):
        begin(days_total=100)
    other = EducatorFactory(team=team)
    placement = begin(days_total=100, mentor=other.person)
    assert placement.roles.get(kind=Kind.MENTOR).person == other.person


def test_a_mentor_is_at_stage_two_themselves(begin, educator, team):
    stage_one(educator)
    other = EducatorFactory(team=team)
    stage_one(other)
    with pytest.raises(ValidationError) as refused:
        begin(days_total=100, mentor=other.person)
    assert set(refused.value.error_dict) == {"mentor"}


def test_no_reason_overrides_the_stage(begin, educator):
    stage_one(educator)
    with pytest.raises(ValidationError, match="needs Stage 2"):
        begin(days_total=100, override_reason="We need the place")


def test_an_award_to_come_counts_for_nothing_yet(begin, educator):
    educator.awards.all().delete()
    AwardFactory(profile=educator, stage=2, awarded_on=START + timedelta(days=1))
    with pytest.raises(ValidationError, match="No stage"):
        begin()


# Room


def test_the_database_of_hours_and_desks_decides(begin, educator):
    full(educator)
    with pytest.raises(ValidationError, match="has room for 1 by hours and desks and 1 then"):
        begin()
    EducatorProfile.objects.filter(pk=educator.pk).update(desks=2)
    assert begin().pk


def test_too_few_hours_are_too_little_room(begin, educator):
    full(educator, places=2)
    EducatorProfile.objects.filter(pk=educator.pk).update(desks=9, hours_a_week=Decimal("11.5"))
    with pytest.raises(ValidationError, match="room for 2"):
        begin()


def test_the_manager_goes_past_it_with_a_reason_that_is_kept(begin, educator, tm):
    full(educator)
    placement = begin(override_reason="One leaves in a week")
    kept = CapacityOverride.objects.get(placement=placement)
    assert (kept.taken, kept.places, kept.reason, kept.by) == (1, 1, "One leaves in a week", tm)


def test_nobody_else_goes_past_it(begin, educator, business_support):
    full(educator)
    with pytest.raises(PermissionDenied):
        begin(override_reason="Please", by=business_support)


def test_an_educator_without_a_profile_has_no_stage_and_so_no_student(begin, someone, team):
    with pytest.raises(ValidationError, match="No stage"):
        begin(practice_educator=someone(Role.PRACTICE_EDUCATOR, "Una Unknown", team))


def test_who_has_left_by_then_takes_no_place(begin, educator):
    full(educator)
    later = date(2027, 3, 1)
    assert begin(starts_on=later, on=START).pk


def test_a_running_placement_past_its_planned_end_still_takes_its_place(begin, educator):
    full(educator)
    with pytest.raises(ValidationError, match="has room for 1"):
        begin(starts_on=date(2027, 3, 1), on=date(2027, 2, 20))


def test_cover_is_exempt(begin, educator, newcomer, someone, team, tm):
    other = EducatorFactory(team=team)
    placement = begin(practice_educator=other.person)
    full(educator)

    start_reporting_line(
        person=newcomer,
        answers_to=educator.person,
        kind=ReportingLine.Kind.COVER,
        starts_on=START,
        ends_on=START,
        why="Leave",
        by=tm,
    )
    (known,) = educators([educator], START)
    assert known.taken(START, START) == 1
    assert placement.practice_educator == other.person


def test_two_at_once_take_turns_at_the_educators_row(
    begin, educator, django_assert_max_num_queries
):
    with django_assert_max_num_queries(400) as seen:
        begin()
    locks = [one["sql"] for one in seen if "FOR UPDATE" in one["sql"]]
    assert any("placements_educatorprofile" in sql for sql in locks)


# Roles


def test_an_on_site_educator_answers_for_cases(begin, newcomer, pe):
    tutor = TutorFactory()
    placement = begin(tutor=tutor, university=tutor.university)
    assert {(role.kind, role.name) for role in placement.roles.all()} == {
        (Kind.ON_SITE, pe.name),
        (Kind.TUTOR, tutor.name),
    }
    assert answers_to_chain([newcomer.pk], START)[newcomer.pk] == [pe]


def test_an_off_site_educator_answers_for_learning_and_a_supervisor_for_cases(
    begin, newcomer, educator, pe, sw
):
    EducatorProfile.objects.filter(pk=educator.pk).update(mode="off_site")
    with pytest.raises(ValidationError) as refused:
        begin()
    assert set(refused.value.error_dict) == {"supervisor"}
    placement = begin(supervisor=sw)
    assert answers_to_chain([newcomer.pk], START)[newcomer.pk] == [sw]
    kinds = dict(newcomer.lines_up.values_list("answers_to", "kind"))
    assert kinds == {pe.pk: ReportingLine.Kind.LEARNING_ONLY, sw.pk: ReportingLine.Kind.CASE}
    assert placement.roles.get(kind=Kind.OFF_SITE).person == pe


def test_a_supervisor_is_somebody_of_the_calling(begin, business_support):
    with pytest.raises(ValidationError, match="A supervisor is"):
        begin(supervisor=business_support)


def test_a_supervisors_line_ends_with_the_role(begin, newcomer, sw, tm, pe):
    placement = begin(supervisor=sw)
    on = START + timedelta(days=30)
    role = placement.roles.get(kind=Kind.SUPERVISOR)
    actions.end_role(role=role, on=on, why="Moved team", by=tm)
    after = answers_to_chain([newcomer.pk], on + timedelta(days=1))[newcomer.pk]
    assert after == [pe]
    with pytest.raises(ValidationError, match="never without"):
        actions.end_role(role=placement.roles.get(kind=Kind.ON_SITE), on=on, why="x", by=tm)


def test_roles_end_with_the_placement(begin, tm):
    placement = begin()
    end_placement(placement=placement, on=START, outcome="withdrawn", by=tm)
    assert set(placement.roles.values_list("ends_on", flat=True)) == {START}


def test_the_database_keeps_one_of_a_kind_at_a_time(begin, someone, team):
    placement = begin()
    with pytest.raises(IntegrityError, match="role_once_at_a_time"), transaction.atomic():
        PlacementRole.objects.create(
            placement=placement,
            kind=Kind.ON_SITE,
            person=someone(Role.PRACTICE_EDUCATOR, "Second", team),
            starts_on=START,
        )


# Profiles


def test_a_student_keeps_their_own_profile_and_nobody_elses(student, team, someone, pe):
    university = UniversityFactory()
    facts = {"team": team, "university": university, "level": "first"}
    actions.save_student_profile(student=student, by=student, learning_needs=" Court ", **facts)
    assert student.student_profile.learning_needs == "Court"
    for other in (pe, someone(Role.STUDENT, "Other One", team)):
        with pytest.raises(PermissionDenied):
            actions.save_student_profile(student=student, by=other, **facts)


def test_adjustments_are_written_by_the_student_or_the_manager(
    student, team, pe, tm, business_support
):
    profile = actions.save_student_profile(
        student=student, team=team, university=UniversityFactory(), level="first", by=tm
    )
    chosen = {"profile": profile, "needs": ["breaks"], "words": "", "agreed_on": None}
    for nobody in (pe, business_support):
        with pytest.raises(PermissionDenied):
            actions.save_adjustments(by=nobody, **chosen)
    actions.save_adjustments(by=student, **chosen)
    actions.save_adjustments(by=tm, **(chosen | {"agreed_on": START}))
    profile.adjustments.refresh_from_db()
    assert profile.adjustments.agreed_on == START


def test_nobody_records_their_own_award(educator, tm):
    educator.awards.all().delete()
    award = {"profile": educator, "stage": 2, "awarded_on": START, "awarded_by": "Teme"}
    with pytest.raises(PermissionDenied):
        actions.record_award(by=educator.person, **award)
    actions.record_award(by=tm, **award)
    with pytest.raises(ValidationError, match="recorded already"):
        actions.record_award(by=tm, **award)


def test_registration_reminds_and_a_renewal_moves_it(educator, tm, team):
    last = date(2026, 11, 30)
    actions.save_educator_profile(educator=educator.person, team=team, registered_until=last, by=tm)
    clock = Deadline.objects.get(code="I4", root_id=educator.pk)
    assert (clock.due_on, clock.owner) == (last, educator.person)
    assert clock.warn_from.date() < date(2026, 10, 15)
    actions.save_educator_profile(
        educator=educator.person, team=team, registered_until=date(2027, 11, 30), by=tm
    )
    clock.refresh_from_db()
    assert clock.due_on == date(2027, 11, 30)


def test_currency_comes_from_roles_awards_and_elsewhere(educator, begin, tm):
    educator.awards.update(awarded_on=date(2015, 6, 1))
    (known,) = educators([educator], START)
    assert not known.standing.is_current()
    placement = begin()
    (known,) = educators([educator], START)
    assert known.standing.last_educated_on == START
    end_placement(placement=placement, on=START, outcome="withdrawn", by=tm)
    later = START.replace(year=START.year + 3)
    (known,) = educators([educator], later)
    assert known.standing.last_educated_on == START
    assert not known.standing.is_current()
    educator.educated_elsewhere_until = later
    (known,) = educators([educator], later)
    assert known.standing.is_current()


def test_what_is_known_of_educators_asks_as_much_for_many(team, django_assert_num_queries):
    def known():
        profiles = EducatorProfile.objects.filter(team=team).select_related("person")
        return educators(profiles, START)

    for number in (2, 18):
        for profile in EducatorFactory.create_batch(number, team=team):
            PlacementFactory(practice_educator=profile.person)
        with django_assert_num_queries(5):
            assert known()
