"""Writing section by section: what is kept, what finishing asks, who may, who came first."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework.assessment import actions
from casework.assessment.codes import FACTOR_GROUPS, Factor
from casework.assessment.models import Assessment, AssessmentSuggestion
from casework.assessment.sections import DIMENSIONS, DOMAINS, SECTIONS
from casework.direct_work.actions import countersign_session
from casework.direct_work.models import ScaleReading
from casework.episode.models import Episode
from records.actions import NotAllowed
from records.conflicts import Conflict
from tests.casework import scene as around
from tests.casework.assessment import scene


def section(assessment, key):
    return assessment.sections.get(key=key)


def test_three_domains_and_twenty_dimensions():
    by_domain = [sum(1 for one in DIMENSIONS if one.group == group) for group in DOMAINS]
    assert by_domain == [7, 6, 7]
    assert len({one.key for one in SECTIONS}) == len(SECTIONS)


def test_every_factor_of_the_census_is_asked_once_and_no_retired_one():
    asked = [code for _, codes in FACTOR_GROUPS for code in codes]
    assert sorted(asked) == sorted(Factor)
    assert not {"18A", "19A"} & set(Factor.values)


class TestStarting:
    def test_it_runs_from_the_referral_and_every_section_has_its_lead(
        self, draft, student, opened_on
    ):
        assert (draft.kind, draft.started_on) == ("initial", opened_on)
        leads = {row.lead_id for row in draft.sections.all()}
        assert (draft.sections.count(), leads) == (len(SECTIONS), {student.pk})

    @pytest.mark.parametrize("who", ["pe", "tm", "gm", "auditor", "outsider"])
    def test_only_who_works_with_the_child_begins(self, episode, cast, who, today):
        with pytest.raises(PermissionDenied):
            actions.start_assessment(episode=episode, by=getattr(cast, who), on=today)

    def test_one_at_a_time(self, draft, episode, sw, today):
        with pytest.raises(ValidationError, match="open on this case"):
            actions.start_assessment(episode=episode, by=sw, on=today)

    def test_early_help_is_not_assessed_under_section_17(
        self, child, team, tm, sw, student, opened_on, today
    ):
        spell = around.an_episode(
            child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student,
            kind=Episode.Kind.EARLY_HELP,
        )  # fmt: skip
        with pytest.raises(NotAllowed, match="Early help"):
            actions.start_assessment(episode=spell, by=student, on=today)

    def test_the_next_one_needs_its_day_and_why(self, authorised, student, today, opened_on):
        known = {"episode": authorised.episode, "by": student, "on": today}
        with pytest.raises(ValidationError, match="decided"):
            actions.start_assessment(why="Dad", **known)
        with pytest.raises(ValidationError, match="assessed again"):
            actions.start_assessment(decided_on=today, **known)
        with pytest.raises(ValidationError, match="case opened"):
            actions.start_assessment(why="Dad", decided_on=opened_on - timedelta(days=1), **known)
        yesterday = authorised.authorised_on - timedelta(days=1)
        with pytest.raises(ValidationError, match="ran until"):
            actions.start_assessment(why="Dad", decided_on=yesterday, **known)
        again = actions.start_assessment(why="Dad", decided_on=today, **known)
        assert (again.kind, again.compared_with_id) == ("reassessment", authorised.pk)


class TestPrefill:
    @pytest.fixture
    def session(self, child, student, sw, episode, opened_on, today):
        around.agree(child, by=sw, given_on=opened_on)
        session = around.a_session(
            child, by=student, on=today, sent=True, analysis="Sundays are hard."
        )
        return countersign_session(session=session, by=sw)

    @pytest.fixture
    def draft(self, session, episode, student, today):
        return actions.start_assessment(episode=episode, by=student, on=today)

    def test_a_signed_session_is_offered_and_nothing_is_assumed(self, session, draft, today):
        offered = {row.section_key: row for row in draft.suggestions.all()}
        assert set(offered) == {"seen", "analysis"}
        assert offered["seen"].label == f"From session of {today:%-d %B}"
        assert scene.again(draft).own_words == ""
        assert section(draft, "analysis").text == ""

    def test_accepted_it_stands_behind_what_was_written_with_its_label(
        self, session, draft, student, today
    ):
        scene.write(draft, "analysis", by=student, text="My own first line.", more="")
        for offered in draft.suggestions.all():
            actions.settle_suggestion(
                assessment=draft, suggestion_id=offered.pk, accept=True, by=student
            )
        day = f"From session of {today:%-d %B}:"
        said = section(draft, "analysis").text
        assert said == f"My own first line.\n\n{day}\nSundays are hard."
        assert scene.again(draft).own_words.startswith(day)
        assert [(row.on, row.alone) for row in draft.sightings.all()] == [(today, True)]

    def test_removed_it_leaves_no_trace_in_the_text(self, session, draft, student):
        for offered in draft.suggestions.all():
            actions.settle_suggestion(
                assessment=draft, suggestion_id=offered.pk, accept=False, by=student
            )
        assert section(draft, "analysis").text == ""
        assert not draft.sightings.exists()

    def test_what_waits_keeps_a_section_from_being_finished(self, session, draft, student):
        written = scene.write(draft, "analysis", by=student, finish=True, text="x", more="")
        assert "suggestions" in written.lacks
        assert not section(draft, "analysis").is_finished

    def test_it_is_settled_once(self, session, draft, student):
        offered = draft.suggestions.first()
        known = {"assessment": draft, "suggestion_id": offered.pk, "by": student}
        actions.settle_suggestion(accept=False, **known)
        with pytest.raises(NotAllowed, match="already"):
            actions.settle_suggestion(accept=True, **known)

    def test_later_sessions_are_brought_in_once(self, session, draft, child, student, sw, today):
        assert actions.bring_in_sessions(assessment=draft, by=student, on=today) == 0
        around_two = around.a_session(child, by=student, on=today, sent=True)
        countersign_session(session=around_two, by=sw)
        assert actions.bring_in_sessions(assessment=draft, by=student, on=today) == 1

    def test_the_last_assessment_is_offered_section_by_section(self, authorised, student, today):
        again = actions.start_assessment(
            episode=authorised.episode, by=student, on=today, why="Dad", decided_on=today
        )
        offered = AssessmentSuggestion.objects.filter(assessment=again, section_key="health").get()
        assert offered.label.startswith("From the assessment of")
        assert (offered.text, offered.more) == (scene.TEXT, "It means he is tired.")
        assert not again.suggestions.filter(section_key__in=["analysis", "reason"]).exists()


class TestSaving:
    def test_anything_may_be_saved_unfinished(self, draft, student):
        scene.write(draft, "health", by=student, text="", more="Only this.")
        row = section(draft, "health")
        assert (row.more, row.is_finished, row.changed_by) == ("Only this.", False, student)

    def test_two_people_in_one_section_lose_nothing(self, draft, student, sw):
        began = section(draft, "health").lock_version
        known = {"assessment": draft, "key": "health", "began_from": began}
        actions.write_section(by=student, answers={"text": "First."}, **known)
        with pytest.raises(Conflict):
            actions.write_section(by=sw, answers={"text": "Second."}, **known)
        assert section(draft, "health").text == "First."

    def test_two_sections_do_not_disturb_each_other(self, draft, student, sw):
        one, other = section(draft, "health"), section(draft, "education")
        known = {"assessment": draft, "answers": {"text": "x"}}
        actions.write_section(key="health", began_from=one.lock_version, by=student, **known)
        actions.write_section(key="education", began_from=other.lock_version, by=sw, **known)
        assert section(draft, "education").changed_by == sw

    @pytest.mark.parametrize("who", ["pe", "tm", "gm", "auditor", "outsider"])
    def test_who_does_not_work_with_the_child_writes_nothing(self, draft, cast, who):
        with pytest.raises(PermissionDenied):
            scene.write(draft, "health", by=getattr(cast, who), text="x", more="")

    def test_a_dimension_is_told_or_skipped_with_a_reason(self, draft, student):
        lacking = scene.write(draft, "income", by=student, finish=True, text="", more="")
        assert "text" in lacking.lacks
        done = scene.write(
            draft, "income", by=student, finish=True, skipped_why="They did not want to say."
        )
        assert not done.lacks
        with pytest.raises(ValidationError, match="Either write"):
            scene.write(draft, "income", by=student, text="x", skipped_why="y")

    def test_saving_a_finished_section_opens_it_again(self, draft, student):
        scene.write(draft, "health", by=student, finish=True, text="x", more="")
        scene.write(draft, "health", by=student, text="y", more="")
        assert not section(draft, "health").is_finished


class TestLeads:
    def test_a_contributor_writes_and_the_lead_finishes(self, draft, student, sw):
        actions.name_leads(assessment=draft, leads={"analysis": sw.pk}, by=sw)
        scene.write(draft, "analysis", by=student, text="My thoughts.", more="")
        with pytest.raises(NotAllowed, match="Wanda Worker leads"):
            scene.write(draft, "analysis", by=student, finish=True, text="Mine.", more="")
        scene.write(draft, "analysis", by=sw, finish=True, text="Ours.", more="")
        assert section(draft, "analysis").is_finished

    def test_the_accountable_worker_may_finish_the_students_section(self, draft, sw):
        written = scene.write(draft, "health", by=sw, finish=True, text="x", more="")
        assert not written.lacks

    def test_a_lead_works_with_the_child(self, draft, sw, outsider):
        with pytest.raises(ValidationError, match="works with the child"):
            actions.name_leads(assessment=draft, leads={"health": outsider.pk}, by=sw)


class TestKinds:
    def test_never_alone_needs_its_reason(self, draft, student, today):
        told = scene.told("seen", today, add={"on": today, "alone": False, "place": ""})
        lacking = scene.write(draft, "seen", by=student, finish=True, **told)
        assert set(lacking.lacks) == {"not_alone_why"}
        told = scene.told("seen", today, add=None, not_alone_why="He is two.")
        assert not scene.write(draft, "seen", by=student, finish=True, **told).lacks

    def test_not_seen_at_all_needs_its_reason(self, draft, student, today):
        told = scene.told("seen", today, add=None, own_words="")
        assert "seen_on" in scene.write(draft, "seen", by=student, finish=True, **told).lacks
        told |= {"not_seen_why": "Not born yet."}
        assert not scene.write(draft, "seen", by=student, finish=True, **told).lacks

    def test_a_danger_statement_has_its_goal(self, draft, student):
        lacking = scene.write(draft, "dangers", by=student, finish=True, pairs=[("Alone.", "")])
        assert set(lacking.lacks) == {"goal_1"}
        with pytest.raises(ValidationError, match="write that too"):
            scene.write(draft, "dangers", by=student, pairs=[("", "Safe.")])

    def test_numbers_lie_with_all_others_of_the_child(self, draft, child, student, today):
        told = {"said_by": "parent", "who": "Mum", "value": 6, "on": today}
        scene.write(draft, "scales", by=student, add=told)
        reading = ScaleReading.objects.get(child=child)
        assert (reading.who, reading.value, reading.session) == ("Mum", 6, None)
        scene.write(draft, "scales", by=student, remove=[draft.scales.get().pk])
        assert not ScaleReading.objects.filter(child=child).exists()

    @pytest.mark.parametrize(
        ("factors", "outcomes", "words"),
        [
            (["21", "16A"], [], "cannot stand beside a factor"),
            (["21"], ["services"], "only be “no further action”"),
            (["16A"], ["nfa", "services"], "cannot stand beside another outcome"),
        ],
    )
    def test_the_census_does_not_take_it(self, draft, student, factors, outcomes, words):
        def both():
            scene.write(draft, "factors", by=student, factors=factors)
            scene.write(draft, "outcome", by=student, outcomes=outcomes, more="")

        with pytest.raises(ValidationError, match=words):
            both()

    def test_factors_stand_as_the_census_lists_them(self, draft, student):
        scene.write(draft, "factors", by=student, factors=["24A", "4B", "16A", "4B"])
        assert scene.again(draft).factors == ["4B", "16A", "24A"]

    @pytest.mark.parametrize(
        ("key", "field"), [("sources", "on"), ("seen", "seen_on"), ("scales", "on")]
    )
    def test_no_day_before_the_birth(self, draft, child, student, key, field):
        """A slip in the year would say of a child who was never seen that they were."""
        told = scene.told(key, child.dob - timedelta(days=1))
        with pytest.raises(ValidationError, match="before the child was born") as refused:
            scene.write(draft, key, by=student, **told)
        assert set(refused.value.message_dict) == {field}
        scene.write(draft, key, by=student, **scene.told(key, child.dob))

    def test_no_day_in_the_future(self, draft, student, today):
        ahead = today + timedelta(days=1)
        told = scene.told("seen", today, add={"on": ahead, "alone": True, "place": ""})
        with pytest.raises(ValidationError, match="future"):
            scene.write(draft, "seen", by=student, **told)
        assert Assessment.objects.get().own_words == ""
