"""A query built once answers every caller with their own rows, or is refused when first asked."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ChildrenAccess, Person, ReportingLine, TeamMembership, in_force
from accounts.permissions import Permission
from accounts.prepared import NotPreparable, prepared

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@prepared
def answering_to(boss: UUID, on: date) -> QuerySet[ReportingLine]:
    lines = ReportingLine.objects.filter(in_force(on), answers_to=boss)
    return lines.select_related("person").order_by("person__name")


@prepared
def within_reach(reader: Person, on: date) -> QuerySet[Person]:
    reach = reader.reach(on)
    theirs = Q(memberships__team__in=reach.whole_teams) | Q(pk__in=reach.answering)
    return Person.objects.filter(theirs | Q(pk=reader.pk)).distinct().order_by("name")


@prepared
def named(ids: list[UUID]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True)


def names(people) -> list[str]:
    return [person.name for person in people]


class TestRows:
    def test_each_caller_gets_their_own(self, student, pe, sw, today):
        assert [line.person for line in answering_to(pe.pk, today)] == [student]
        assert answering_to(sw.pk, today) == []
        assert answering_to(pe.pk, date(1999, 1, 1)) == []

    def test_related_rows_come_with_them(self, student, pe, today, django_assert_num_queries):
        answering_to(pe.pk, today)
        with django_assert_num_queries(1):
            assert names(line.person for line in answering_to(pe.pk, today)) == [student.name]

    def test_a_reader_of_the_same_role_reaches_no_further_than_before(
        self, pe, student, someone, team, today
    ):
        other = someone(pe.role, "Odd Educator", team)
        first, second = someone(student.role, "Ann"), someone(student.role, "Ben")
        for one in (first, second):
            ReportingLine.objects.create(
                person=one, answers_to=other, kind="case", starts_on=DAY, why="Placement"
            )
        assert names(within_reach(pe, today)) == sorted([pe.name, student.name])
        assert names(within_reach(other, today)) == ["Ann", "Ben", "Odd Educator"]
        assert names(within_reach(pe, today)) == sorted([pe.name, student.name])

    def test_the_reach_is_that_of_the_day_called_on(self, sw, team, neighbouring_team, today):
        tomorrow = today + timedelta(days=1)
        membership = TeamMembership.objects.get(person=sw)
        membership.ends_on = today
        membership.save()
        role = "team_manager"
        Person.objects.filter(pk=sw.pk).update(role=role)
        reader = Person.objects.get(pk=sw.pk)

        @prepared
        def both(person: Person, until: date, on: date) -> QuerySet[TeamMembership]:
            ours = Q(team__in=person.reach(on).whole_teams, starts_on__lte=until)
            return TeamMembership.objects.filter(ours | Q(team__in=person.reach().whole_teams))

        assert both(reader, today, tomorrow) == list(both.build(reader, today, tomorrow))
        assert within_reach(reader, today) == list(within_reach.build(reader, today))
        assert names(within_reach(reader, tomorrow)) == [reader.name]

    def test_nobody_in_reach_is_nobody(self, tm, sw, team, neighbouring_team, outsider, today):
        assert set(within_reach.build(tm, today)) == set(within_reach(tm, today))
        TeamMembership.objects.filter(person=tm).delete()
        fresh = Person.objects.get(pk=tm.pk)
        assert names(within_reach(fresh, today)) == [tm.name]

    @pytest.mark.parametrize("many", [0, 1, 3])
    def test_a_list_is_as_long_as_it_is(self, many, cast):
        people = list(vars(cast).values())[:many]
        assert named([one.pk for one in people]) == sorted(names(people))

    def test_the_same_rows_count_and_stand_in_another_query(self, cast, pe, student, today):
        ids = [pe.pk, student.pk]
        assert named.count(ids) == 2
        assert named.count([]) == 0
        found = Person.objects.filter(name__in=named.subquery(ids)).exclude(
            name__in=named.subquery([pe.pk])
        )
        assert list(found) == [student]
        assert list(Person.objects.filter(name__in=named.subquery([]))) == []

    def test_it_is_built_once(self, pe, sw, today):
        built = []

        @prepared
        def counted(person: UUID) -> QuerySet[Person]:
            built.append(person)
            return Person.objects.filter(pk=person)

        assert [counted(one.pk) for one in (pe, sw, pe)] == [[pe], [sw], [pe]]
        assert len(built) == 2  # twice, to compare; then never again
        assert not {pe.pk, sw.pk} & set(built)

    def test_a_verb_more_is_another_query(self, student, sw):
        @prepared
        def those(reader: Person) -> QuerySet[Person]:
            people = Person.objects.filter(pk=reader.pk)
            return people if reader.may(Permission.ALLOCATE) else people.none()

        assert those(student) == []
        deputy = Person.objects.get(pk=sw.pk)
        assert those(deputy) == []
        deputy.acting_roles = frozenset({"team_manager"})
        assert those(deputy) == [deputy]


class TestMoments:
    @pytest.fixture
    def at(self, time_machine):
        def move(day: date, hour: int = 12) -> None:
            time_machine.move_to(
                datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False
            )

        return move

    def test_today_is_each_calls_own(self, at, student):
        @prepared
        def open_doors() -> QuerySet[ChildrenAccess]:
            return ChildrenAccess.objects.filter(in_force(timezone.localdate()))

        opens = ChildrenAccess.objects.get(person=student).starts_on
        at(opens - timedelta(days=1))
        assert open_doors() == []
        at(opens)
        assert [row.person for row in open_doors()] == [student]

    def test_now_is_each_calls_own(self, at, student):
        @prepared
        def seen_before_now() -> QuerySet[Person]:
            return Person.objects.filter(last_login__lt=timezone.now())

        Person.objects.filter(pk=student.pk).update(last_login=datetime(2026, 3, 2, 9, tzinfo=UTC))
        at(DAY, 8)
        assert seen_before_now() == []
        at(DAY, 10)
        assert seen_before_now() == [student]


class TestWhatIsRefused:
    def test_a_day_reckoned_from_what_it_got(self, pe):
        @prepared
        def the_day_after(on: date) -> QuerySet[ReportingLine]:
            return ReportingLine.objects.filter(starts_on=on + timedelta(days=1))

        with pytest.raises(NotPreparable, match="not among the arguments"):
            the_day_after(DAY)

    @pytest.mark.parametrize("known", [DAY, UUID(int=7), datetime(2026, 3, 2, 9, tzinfo=UTC)])
    def test_a_day_or_a_row_known_from_elsewhere(self, known):
        @prepared
        def kept() -> QuerySet[Person]:
            return Person.objects.extra(where=["%s IS NOT NULL"], params=[known])

        with pytest.raises(NotPreparable, match="not among the arguments"):
            kept()

    def test_words_made_of_what_it_got(self, pe):
        @prepared
        def like(word: str) -> QuerySet[Person]:
            return Person.objects.filter(name__contains=word)

        with pytest.raises(NotPreparable, match="something of its own"):
            like("Lorna")

    def test_more_of_a_row_than_its_number(self, pe):
        @prepared
        def namesakes(person: Person) -> QuerySet[Person]:
            return Person.objects.filter(name=person.name)

        with pytest.raises(NotPreparable, match="asked while another is built"):
            namesakes(pe)

    def test_a_question_of_its_own(self, pe):
        @prepared
        def two_steps(person: UUID) -> QuerySet[Person]:
            ids = list(Person.objects.filter(pk=person).values_list("pk", flat=True))
            return Person.objects.filter(pk__in=ids)

        with pytest.raises(NotPreparable, match="asked while another is built"):
            two_steps(pe.pk)

    def test_more_rows_fetched_by_what_it_got(self, pe):
        @prepared
        def with_lines(on: date) -> QuerySet[Person]:
            lines = ReportingLine.objects.filter(starts_on=on)
            return Person.objects.prefetch_related(Prefetch("lines_up", lines))

        with pytest.raises(NotPreparable, match="fetches more rows"):
            with_lines(DAY)


def test_what_is_typed_never_becomes_part_of_the_text(pe):
    @prepared
    def called(name: str) -> QuerySet[Person]:
        return Person.objects.filter(name=name)

    assert called(pe.name) == [pe]
    with CaptureQueriesContext(connection) as asked:
        assert called("' OR TRUE --") == []
    assert "'' OR TRUE --" in asked.captured_queries[-1]["sql"]  # quoted by the driver
