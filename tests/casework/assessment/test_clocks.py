"""C2 again for a re-assessment and C3's checkpoints, against days counted by hand."""

from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from casework.assessment import actions
from casework.assessment.clocks import Again, AssessedEpisode, deadlines
from casework.assessment.models import Checkpoint
from casework.chronology.models import ChronologyEntry
from casework.episode.clocks import EpisodeFacts, Spell
from casework.episode.models import Episode
from records.actions import NotAllowed
from tests.casework import scene as around
from tests.casework.assessment import scene
from timescales.actions import recompute_open
from timescales.models import Deadline

EPISODE, WORKER, MANAGER, STUDENT, LATER = (UUID(int=number) for number in range(1, 6))
REFERRED = date(2026, 3, 2)


def facts(**changes) -> EpisodeFacts:
    given = {
        "episode_id": EPISODE,
        "on": date(2026, 6, 1),
        "reference": "TS1",
        "is_in_need": True,
        "opened_on": REFERRED,
        "referred_on": REFERRED,
        "assessed_on": None,
        "closed_on": None,
        "accountable": (Spell(WORKER, REFERRED, None),),
        "co_worker_ids": (STUDENT,),
        "manager_ids": (MANAGER,),
    } | changes
    return EpisodeFacts(**{name: given[name] for name in EpisodeFacts.__dataclass_fields__})


def of(rule: str, **changes):
    held, again = changes.pop("held", ()), changes.pop("again", ())
    found = deadlines(AssessedEpisode(facts(**changes), again, held))
    return [row for row in found if row.rule == rule]


def test_three_checkpoints_run_from_the_referral_whether_anybody_writes_or_not():
    rows = of("C3")
    assert [(row.stage, row.starts, row.met, row.cancelled) for row in rows] == [
        (0, REFERRED, None, False),
        (1, REFERRED, None, False),
        (2, REFERRED, None, False),
    ]
    assert {row.owner_id for row in rows} == {MANAGER}
    assert {row.copy_to for row in rows} == {(WORKER,)}


def test_a_review_meets_its_own_checkpoint_only():
    rows = of("C3", held=((None, 1, date(2026, 3, 30)),))
    assert [row.met for row in rows] == [None, date(2026, 3, 30), None]


@pytest.mark.parametrize("ended", [{"assessed_on": date(2026, 4, 1)}, {"closed_on": REFERRED}])
def test_once_it_is_over_no_look_is_missing(ended):
    rows = of("C3", held=((None, 0, date(2026, 3, 12)),), **ended)
    assert [row.cancelled for row in rows] == [False, True, True]


def test_early_help_has_no_checkpoints():
    assert of("C3", is_in_need=False, referred_on=None) == []


def test_the_first_assessment_has_one_clock_and_a_second_one_its_own():
    decided = date(2026, 5, 11)
    again = (Again(LATER, decided, None),)
    rows = of("C2", assessed_on=date(2026, 4, 28), again=again)
    assert [(row.key, row.starts, row.met) for row in rows] == [
        ("assessment", REFERRED, date(2026, 4, 28)),
        (f"reassessment:{LATER}", decided, None),
    ]
    assert len({row.key for row in of("C3", again=again)}) == 6


class TestStored:
    """With the shipped rules and the bank holidays of England."""

    @pytest.fixture
    def opened_on(self):
        return REFERRED

    @pytest.fixture
    def today(self, time_machine):
        time_machine.move_to("2026-05-11 12:00")
        return date(2026, 5, 11)

    def due(self, episode, code):
        rows = Deadline.objects.filter(root_id=episode.pk, code=code).order_by("due_on")
        return [row.due_on for row in rows]

    def test_the_days_over_easter(self, today, episode):
        # Good Friday is 3 April, Easter Monday 6 April, the May holiday 4 May.
        assert self.due(episode, "C3") == [
            date(2026, 3, 16),
            date(2026, 3, 30),
            date(2026, 4, 15),
        ]
        assert self.due(episode, "C2") == [date(2026, 5, 7)]

    def test_a_second_assessment_runs_from_the_decision(self, today, authorised, student):
        episode = authorised.episode
        actions.start_assessment(
            episode=episode, by=student, on=today, why="Dad is back.", decided_on=today
        )
        # 25 May is a holiday: 45 working days from 11 May end on 14 July.
        assert self.due(episode, "C2") == [date(2026, 5, 7), date(2026, 7, 14)]

    def test_recomputing_finds_nothing_new(self, today, draft):
        report = recompute_open(timezone.now())
        assert report.drifted == 0


class TestCheckpoints:
    def review(self, episode, by, on, **changes):
        return actions.record_checkpoint(
            **{
                "episode": episode,
                "stage": 0,
                "held_on": on,
                "progress": "on_track",
                "note": "Seen alone, school asked.",
                "next_step": "Ring Dad.",
                "by": by,
            }
            | changes
        )

    @pytest.mark.parametrize("who", ["pe", "tm"])
    def test_an_educator_or_manager_reviews(self, episode, cast, who, today):
        self.review(episode, getattr(cast, who), today)
        clock = Deadline.objects.get(root_id=episode.pk, code="C3", stage=0)
        assert clock.met_on == today
        entry = ChronologyEntry.objects.get(kind="casework.assessment_checkpoint")
        assert entry.details["progress"] == "On track"

    @pytest.mark.parametrize("who", ["student", "sw", "gm", "auditor"])
    def test_nobody_else(self, episode, cast, who, today):
        with pytest.raises(PermissionDenied):
            self.review(episode, getattr(cast, who), today)

    def test_each_checkpoint_has_one_review(self, episode, tm, today):
        self.review(episode, tm, today)
        with pytest.raises(ValidationError, match="has its review already"):
            self.review(episode, tm, today)
        assert Checkpoint.objects.count() == 1

    def test_not_before_the_clock_ran(self, episode, tm, opened_on):
        with pytest.raises(ValidationError, match="clock runs from"):
            self.review(episode, tm, opened_on.replace(year=opened_on.year - 1))

    def test_early_help_has_none(self, child, team, tm, sw, today, opened_on):
        spell = around.an_episode(
            child, team=team, by=tm, opened_on=opened_on, sw=sw, kind=Episode.Kind.EARLY_HELP
        )
        with pytest.raises(NotAllowed, match="Early help"):
            self.review(spell, tm, today)

    def test_a_re_assessment_has_its_own(self, authorised, student, tm, today):
        again = actions.start_assessment(
            episode=authorised.episode, by=student, on=today, why="Dad", decided_on=today
        )
        self.review(authorised.episode, tm, today, reassessment=again)
        clocks = Deadline.objects.filter(root_id=authorised.episode_id, code="C3", met_on=today)
        assert clocks.get().key == f"checkpoint:0:{again.pk}"
        assert scene.again(again).checkpoints.count() == 1
