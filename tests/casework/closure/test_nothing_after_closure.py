"""One rule, one list: whatever is dated on an episode is asked when it closes, and afterwards."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from casework.episode.models import Episode
from casework.plan.actions import end_plan, start_plan
from tests.casework import scene

# Why a date of a table with an episode is not asked. A table or a date that is neither here nor in
# the list of the migration fails this test: say which it is.
APART = {
    "assessment.shared_on": "It is shared with the family after the case has closed, too.",
    "lifestory.handed_on": "The book is handed over when it is finished, which may be later.",
    "meeting.last_lawful_on": "A limit, not something that happened.",
    "meeting.book_by": "A limit, not something that happened.",
    "meeting.planned_for": "A meeting ahead keeps a case from closing.",
    "meeting.cancelled_on": "That it was not held is not work.",
    "onwardreferral.settled_on": "The other agency may answer after we have closed.",
    "plan.decided_on": "On or before its first day, by constraint.",
    "plan.conference_held_on": "Its first day, by constraint.",
    "plan.end_conference_held_on": "Its last day, by constraint.",
    "plan.last_before_us_ended_on": "Before its first day: an earlier plan elsewhere.",
    "safetyplan.talk_again_on": "Meant for the family; it stands after we have gone.",
    "section47.child_seen_on": "Within the enquiry, which ends before the case does.",
    "section47.concluded_on": "Within the enquiry, which ends before the case does.",
    "section47.not_required_on": "The day the enquiry ends, by the action.",
    "strategydiscussion.arose_on": "On or before the day it was held, or it is called off.",
    "conference.notified_on": "On or before the day it was held, or it is called off.",
    "conference.report_shared_on": "Before the conference it is the report for.",
    "visit.planned_for": "A visit still to come keeps a case from closing.",
    "visit.planned_until": "As above.",
    "visit.next_try_on": "What was meant to follow, not something that happened.",
    "visit.arrived_at": "The hour of a day that is asked.",
    "visit.left_at": "The hour of a day that is asked.",
    "request.pupil_dob": "A birthday.",
    "request.received_at": "A request comes before the work it leads to.",
    "request.decided_at": "A request is decided before its work, or joins work that is open.",
}
WRITTEN = (
    "created_at",
    "submitted_at",
    "countersigned_at",
    "authorised_at",
    "made_at",
    "proposed_at",
    "at",
)


def joined() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT place::text, dates FROM casework_work_of_episodes()")
        return {table.removeprefix("casework_"): set(dates) for table, dates in cursor.fetchall()}


def dated() -> dict[str, list[str]]:
    """The dates of every table of casework with an episode, histories apart."""
    found = {}
    for model in apps.get_app_config("casework").get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if "episode_id" in names and not hasattr(model, "pgh_tracked_model"):
            found[model._meta.db_table.removeprefix("casework_")] = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.DateField)
            ]
    return found


@pytest.mark.django_db
def test_every_date_on_an_episode_is_asked_or_named_with_a_reason():
    asked, found = joined(), dated()
    assert set(asked) <= set(found)
    loose = [
        f"{table}.{name}"
        for table, names in found.items()
        for name in names
        if name not in asked.get(table, ()) and not is_written(name)
    ]
    assert sorted(loose) == sorted(APART)


def is_written(name: str) -> bool:
    """Stamped when a row is written or signed: not when something happened to the child."""
    return name in WRITTEN or name in {"sensitivity_at", "worry_told_at", "not_seen_told_at"}


class TestTheRule:
    @pytest.fixture
    def episode(self, child, team, tm, sw):
        return scene.an_episode(
            child, team=team, by=tm, opened_on=date(2026, 3, 2), sw=sw, kind="in_need"
        )

    def refuses(self, words, write):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            write()

    def test_it_does_not_close_over_an_open_plan(self, episode, sw):
        start_plan(
            episode=episode, kind="child_in_need", starts_on=date(2026, 3, 9), by=sw,
            on=date(2026, 3, 9),
        )  # fmt: skip
        rows = Episode.objects.filter(pk=episode.pk)
        self.refuses(
            "still open on it: casework_plan",
            lambda: rows.update(closed_on=date(2026, 5, 1), closure_reason="RC7"),
        )

    def test_nor_is_one_opened_again_afterwards(self, episode, sw, tm):
        plan = start_plan(
            episode=episode, kind="child_in_need", starts_on=date(2026, 3, 9), by=sw,
            on=date(2026, 3, 9),
        )  # fmt: skip
        end_plan(
            plan=plan, ends_on=date(2026, 4, 9), reason="needs_met", by=sw, on=date(2026, 4, 9)
        )
        Episode.objects.filter(pk=episode.pk).update(
            closed_on=date(2026, 5, 1), closure_reason="RC7"
        )
        rows = type(plan).objects.filter(pk=plan.pk)
        self.refuses("stays open", lambda: rows.update(ends_on=None, end_reason=""))
        later = date(2026, 5, 1) + timedelta(days=1)
        self.refuses("nothing happens", lambda: rows.update(ends_on=later))
