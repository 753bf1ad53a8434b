"""Writing on a phone, sending, signing, comparing and printing: what the pages do and cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.assessment import actions
from casework.assessment.models import Assessment, AssessmentSection, PinnedComment
from casework.direct_work.actions import countersign_session
from casework.episode.models import Episode
from casework.file.attention import _assessment
from records.actions import save_unsent, unsent
from records.models import ReadEntry
from records.states import State
from tests.casework import scene as around
from tests.casework.assessment import scene

MOST_QUERIES = 15


def page(name, record, *more) -> str:
    return reverse(f"casework:assessment-{name}", args=[record.pk, *more])


def version(assessment, key) -> int:
    return assessment.sections.get(key=key).lock_version


def cost(client, address) -> int:
    """Session, person and read log included; savepoints, which ask nothing, left out."""
    client.get(address)  # the first page after signing in stamps the session
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum(1 for row in asked if "SAVEPOINT" not in row["sql"])


class TestWriting:
    def test_begin_from_the_tab(self, sign_in, student, child, episode):
        client = sign_in(student)
        assert "Begin the assessment" in client.get(page("list", child)).content.decode()
        answer = client.post(page("start", child), {"start": "1"})
        assert answer["Location"] == page("detail", Assessment.objects.get())

    def test_a_finished_section_leads_to_the_next(self, sign_in, student, draft):
        address = page("section", draft, "health")
        answer = sign_in(student).post(
            address, {"text": "Well.", "more": "", "lock_version": "0", "finish": "1"}
        )
        assert answer["Location"] == page("section", draft, "education")
        assert draft.sections.get(key="health").is_finished

    def test_what_is_missing_is_said_beside_its_question_and_all_is_saved(
        self, sign_in, student, draft
    ):
        client = sign_in(student)
        answer = client.post(
            page("section", draft, "parents"),
            {"text": "Mum is tired.", "more": "", "lock_version": "0", "finish": "1"},
        )
        assert answer["Location"] == f"{page('section', draft, 'parents')}?check=1"
        shown = client.get(answer["Location"]).content.decode()
        assert "Answer “What would they like to happen?”" in shown
        assert f"{draft.child.short_name}, {draft.child.reference}" in shown
        assert "Mum is tired." in shown
        assert draft.sections.get(key="parents").text == "Mum is tired."

    def test_rows_are_added_and_removed_one_by_one(self, sign_in, student, draft, today):
        client, address = sign_in(student), page("section", draft, "sources")
        typed = {
            "kind": "school", "who": "Ms Hill", "on_day": today.day, "on_month": today.month,
            "on_year": today.year, "lock_version": "0", "add": "Add",
        }  # fmt: skip
        assert client.post(address, typed)["Location"] == address
        source = draft.sources.get()
        client.post(address, {"remove": source.pk, "lock_version": version(draft, "sources")})
        assert not draft.sources.exists()

    def test_a_row_begun_is_a_row_told(self, sign_in, student, draft):
        answer = sign_in(student).post(
            page("section", draft, "sources"), {"who": "Ms Hill", "lock_version": "0", "add": "1"}
        )
        assert answer.status_code == 200
        assert "Choose the kind of source" in answer.content.decode()
        assert not draft.sources.exists()

    def test_accepting_saves_what_was_typed_first(
        self, sign_in, student, sw, child, episode, opened_on, today
    ):
        around.agree(child, by=sw, given_on=opened_on)
        session = around.a_session(child, by=student, on=today, sent=True, analysis="Hard.")
        countersign_session(session=session, by=sw)
        draft = actions.start_assessment(episode=episode, by=student, on=today)
        offered = draft.suggestions.get(section_key="analysis")
        sign_in(student).post(
            page("section", draft, "analysis"),
            {"text": "Typed.", "lock_version": "0", "settle": f"accept:{offered.pk}"},
        )
        said = draft.sections.get(key="analysis").text
        assert said == f"Typed.\n\nFrom session of {today:%-d %B}:\nHard."

    def test_two_editors_see_both_texts(self, sign_in, student, sw, draft):
        scene.write(draft, "health", by=sw, text="Wanda was here.", more="")
        answer = sign_in(student).post(
            page("section", draft, "health"),
            {"text": "Sam was here.", "more": "", "lock_version": "0", "save": "1"},
        )
        shown = answer.content.decode()
        assert "Wanda was here." in shown
        assert "Sam was here." in shown
        assert draft.sections.get(key="health").text == "Wanda was here."

    def test_a_paste_gone_wrong_is_refused_and_kept(self, sign_in, student, draft):
        long = "word " * 40_000
        answer = sign_in(student).post(
            page("section", draft, "health"), {"text": long, "lock_version": "0", "save": "1"}
        )
        assert "20,000 characters or fewer" in answer.content.decode()
        kept = unsent(student, f"casework.assessment.{draft.pk}.health")
        assert kept.fields["text"] == [long]

    def test_unsent_text_comes_back_and_goes_when_saved(self, sign_in, student, draft):
        key = f"casework.assessment.{draft.pk}.health"
        save_unsent(person=student, form_key=key, fields={"text": "Half a"}, began_from=0)
        client, address = sign_in(student), page("section", draft, "health")
        assert "Half a" in client.get(address).content.decode()
        client.post(address, {"text": "Half a sentence.", "lock_version": "0", "save": "1"})
        assert unsent(student, key) is None

    def test_a_contributor_is_told_who_leads(self, sign_in, student, sw, draft):
        actions.name_leads(assessment=draft, leads={"analysis": sw.pk}, by=sw)
        shown = sign_in(student).get(page("section", draft, "analysis")).content.decode()
        assert "Wanda Worker leads this section." in shown
        assert "Finish" not in shown

    def test_an_unknown_section_does_not_exist(self, sign_in, student, draft):
        assert sign_in(student).get(page("section", draft, "nothing")).status_code == 404

    def test_factors_are_ticked_under_their_headings(self, sign_in, student, draft):
        sign_in(student).post(
            page("section", draft, "factors"),
            {"factors_0": ["16A"], "factors_4": ["4B"], "lock_version": "0", "finish": "1"},
        )
        assert scene.again(draft).factors == ["4B", "16A"]

    def test_danger_statements_and_goals_stand_in_pairs(self, sign_in, student, draft):
        typed = {"danger_1": "Alone at night.", "goal_1": "A grown-up is there."}
        sign_in(student).post(
            page("section", draft, "dangers"), typed | {"lock_version": "0", "finish": "1"}
        )
        row = draft.dangers.get()
        assert (row.danger, row.goal) == ("Alone at night.", "A grown-up is there.")

    def test_who_leads_is_chosen_on_a_page(self, sign_in, student, sw, draft):
        keys = draft.sections.values_list("key", flat=True)
        leads = {key: str(student.pk) for key in keys} | {"analysis": str(sw.pk)}
        sign_in(student).post(page("leads", draft), leads)
        assert draft.sections.get(key="analysis").lead == sw


class TestSigning:
    def test_what_is_missing_stands_with_a_way_there(self, sign_in, student, draft):
        shown = sign_in(student).get(page("submit", draft)).content.decode()
        assert f"{page('section', draft, 'health')}?check=1" in shown
        assert "Send to" not in shown

    def test_from_checked_to_authorised(self, sign_in, student, sw, tm, full):
        sign_in(student).post(page("submit", full), {"lock_version": full.lock_version})
        sent = scene.again(full)
        assert sent.state == State.SUBMITTED
        sign_in(sw).post(page("countersign", full), {"lock_version": sent.lock_version})
        signed = scene.again(full)
        answer = sign_in(tm).get(page("authorise", full))
        assert "Drafted by Sam Student, student social worker" in answer.content.decode()
        sign_in(tm).post(page("authorise", full), {"lock_version": signed.lock_version})
        assert scene.again(full).state == State.AUTHORISED

    def test_a_comment_is_pinned_to_the_paragraph_it_stands_under(self, sign_in, sw, sent):
        client = sign_in(sw)
        shown = client.get(page("read", sent)).content.decode()
        assert "?section=health&amp;paragraph=1" in shown
        client.post(
            f"{page('comment', sent)}?section=health&paragraph=1", {"text": "Who told you?"}
        )
        pinned = PinnedComment.objects.get()
        assert pinned.quote == "Mum was open about how hard mornings are."
        assert "Who told you?" in client.get(page("read", sent)).content.decode()

    def test_the_author_does_not_read_it_before_the_return(self, sign_in, sw, student, sent):
        actions.pin_comment(assessment=sent, section_key="health", quote="", text="Thin.", by=sw)
        assert "Thin." not in sign_in(student).get(page("read", sent)).content.decode()
        sign_in(sw).post(
            page("return", sent), {"comment": "See below.", "lock_version": sent.lock_version}
        )
        shown = sign_in(student).get(page("section", sent, "health")).content.decode()
        assert "Thin." in shown

    def test_answering_stands_beside_the_form_and_saves_it(self, sign_in, sw, student, sent):
        pinned = actions.pin_comment(
            assessment=sent, section_key="health", quote="", text="Thin.", by=sw
        )
        actions.return_assessment(assessment=sent, comment="See.", by=sw)
        sign_in(student).post(
            page("section", sent, "health"),
            {
                "text": "Thicker.",
                "lock_version": version(sent, "health"),
                "settle": f"answer:{pinned.pk}",
                f"answer-{pinned.pk}": "Rang the nurse.",
            },
        )
        pinned.refresh_from_db()
        assert pinned.answer == "Rang the nurse."
        assert sent.sections.get(key="health").text == "Thicker."

    def test_what_changed_is_shown_word_by_word(self, sign_in, sw, student, sent):
        actions.return_assessment(assessment=sent, comment="More.", by=sw)
        changed = scene.TEXT.replace("hard mornings", "very hard mornings")
        scene.write(sent, "health", by=student, finish=True, text=changed, more="")
        actions.submit_assessment(assessment=sent, by=student)
        shown = sign_in(sw).get(page("changes", sent)).content.decode()
        assert "<ins>very </ins>" in shown
        assert "Health reads differently." in shown

    def test_a_draft_is_never_printed(self, sign_in, student, signed):
        answer = sign_in(student).get(page("print", signed))
        assert answer["Location"] == page("detail", signed)

    def test_the_authorised_one_is(self, sign_in, student, authorised):
        shown = sign_in(student).get(page("print", authorised)).content.decode()
        assert "authorised by Tess Manager" in shown
        assert "not official" not in shown
        headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", shown)
        for domain in ("development", "Parenting", "Family and environment"):
            assert sum(domain in one for one in headings) == 1

    def test_side_by_side_says_what_changed_first(self, sign_in, student, authorised, today):
        again = actions.start_assessment(
            episode=authorised.episode, by=student, on=today, why="Dad", decided_on=today
        )
        scene.write(again, "housing", by=student, text="They moved.", more="")
        scene.write(again, "factors", by=student, factors=["16A"])
        shown = sign_in(student).get(page("compare", again)).content.decode()
        assert "Factor that went: 4B Mental health: a parent or carer." in shown
        assert "They moved." in shown
        assert re.search(r"\d+ sections are empty now\.", shown)
        assert "Seen at home and at school." in shown

    def test_a_learning_note_is_between_two(self, sign_in, pe, sw, student, sent):
        sign_in(pe).post(page("note", sent), {"text": "Lovely use of his words."})
        said = {
            who: "Lovely use" in sign_in(who).get(page("read", sent)).content.decode()
            for who in (pe, student, sw)
        }
        assert list(said.values()) == [True, True, False]


class TestAround:
    def test_a_checkpoint_is_recorded_from_the_case(self, sign_in, pe, episode, today):
        address = page("checkpoint", episode)
        assert "Nobody has begun to write it." in sign_in(pe).get(address).content.decode()
        typed = {
            "stage": "0", "held_on_day": today.day, "held_on_month": today.month,
            "held_on_year": today.year, "progress": "at_risk", "note": "Nothing yet.",
            "next_step": "Sam begins on Monday.",
        }  # fmt: skip
        answer = sign_in(pe).post(address, typed)
        assert answer["Location"] == page("place", episode)
        assert episode.checkpoints.get().progress == "at_risk"

    def test_one_of_the_councils_own_system_is_noted(self, sign_in, tm, episode, today):
        typed = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        sign_in(tm).post(page("elsewhere", episode), typed)
        episode.refresh_from_db()
        assert episode.assessment_authorised_on == today

    def test_but_not_beside_one_that_is_written_here(self, sign_in, tm, draft, today):
        typed = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        answer = sign_in(tm).post(page("elsewhere", draft.episode), typed)
        assert "is written here" in answer.content.decode()
        assert Episode.objects.get(pk=draft.episode_id).assessment_authorised_on is None

    def test_a_clock_leads_to_the_open_assessment(self, sign_in, student, draft, child):
        address = page("place", draft.episode)
        assert sign_in(student).get(address)["Location"] == page("detail", draft)

    def test_reading_is_written_down(self, sign_in, sw, draft, child):
        sign_in(sw).get(page("read", draft))
        assert ReadEntry.objects.filter(
            person=sw, child_id=child.pk, section="assessments"
        ).exists()

    def test_the_overview_says_what_waits_for_whom(self, sent, sw, tm, student, child, today):
        def said(person):
            return [point.text for point in _assessment(person, child, today)]

        assert said(sw) == ["The assessment waits for you to countersign."]
        assert said(student) == []
        actions.return_assessment(assessment=sent, comment="More.", by=sw)
        del child.carrying
        assert said(student) == ["Your assessment came back with a comment."]

    def test_the_pages_of_those_who_sign_count_it(self, sign_in, sent, sw, tm):
        assert "1 assessment to sign" in sign_in(sw).get(reverse("home")).content.decode()
        actions.countersign_assessment(assessment=sent, by=sw)
        shown = sign_in(tm).get(reverse("oversight:team-today")).content.decode()
        assert "1 assessment to sign or authorise" in shown


class TestCosts:
    PAGES = ("detail", "read", "submit", "leads")

    def test_no_page_costs_more_than_it_may(self, sign_in, student, full):
        client = sign_in(student)
        costs = {name: cost(client, page(name, full)) for name in self.PAGES}
        keys = AssessmentSection.objects.filter(assessment=full).values_list("key", flat=True)
        costs |= {key: cost(client, page("section", full, key)) for key in keys}
        assert max(costs.values()) <= MOST_QUERIES, costs

    def test_nor_the_signers_pages(self, sign_in, sw, tm, signed, authorised_again):
        costs = {
            "read": cost(sign_in(tm), page("read", signed)),
            "authorise": cost(sign_in(tm), page("authorise", signed)),
            "return": cost(sign_in(tm), page("return", signed)),
            "print": cost(sign_in(tm), page("print", authorised_again)),
        }
        assert max(costs.values()) <= MOST_QUERIES, costs

    @pytest.fixture
    def authorised_again(self, team, tm, sw, student, opened_on, today):
        episode = around.an_episode(
            around.a_child(by=tm), team=team, by=tm, opened_on=opened_on, sw=sw,
            student=student, kind=Episode.Kind.IN_NEED,
        )  # fmt: skip
        return scene.an_authorised_one(episode, by=student, sw=sw, tm=tm, on=today)

    def test_the_list_costs_the_same_however_long(
        self, sign_in, student, sw, tm, authorised, today
    ):
        client, address = sign_in(student), page("list", authorised.child)
        before = cost(client, address)
        for number in range(6):
            newer = actions.start_new_version(
                assessment=Assessment.objects.authorised().get(), why=f"{number}", by=student
            )
            actions.submit_assessment(assessment=newer, by=student)
            actions.countersign_assessment(assessment=newer, by=sw)
            actions.authorise_assessment(assessment=newer, by=tm)
        assert cost(client, address) == before <= MOST_QUERIES

    def test_what_waits_costs_the_same_for_two_as_for_many(
        self, sign_in, sw, team, tm, student, opened_on, today
    ):
        costs = []
        for number in range(5):
            episode = around.an_episode(
                around.a_child(by=tm), team=team, by=tm, opened_on=opened_on, sw=sw,
                student=student, kind=Episode.Kind.IN_NEED,
            )  # fmt: skip
            scene.a_sent_one(episode, by=student, on=today - timedelta(days=number))
            if number in (1, 4):
                costs.append(cost(sign_in(sw), reverse("casework:assessment-to-sign")))
        assert costs[0] == costs[1] <= MOST_QUERIES
