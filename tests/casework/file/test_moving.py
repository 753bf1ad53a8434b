"""Wrong child: the words go to the right record, a trace without them stays, readers are told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.urls import reverse

from casework.chronology.models import ChronologyEntry
from casework.consent.models import ConsentEntry
from casework.decision.actions import record_decision
from casework.direct_work.actions import countersign_session
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.file.models import RecordMove
from casework.file.moving.actions import move_record
from casework.file.moving.records import MOVABLES
from notices.models import Notice
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db
WORDS = "Nobody shouts at Gran's."


@staged
def sister(team, tm, sw, student, opened_on):
    child = scene.a_child(by=tm, first_name="Zofia", sex="F")
    scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student)
    return child


@staged
def signed(child, agreed, student, sw, today):
    session = scene.a_session(
        child, by=student, on=today, sent=True, scales={"child": 4}, childs_words=WORDS
    )
    return countersign_session(session=session, by=sw)


def moved(kind, row, to_child, by, why="Zofia said it; I mixed up the forms"):
    return move_record(movable=MOVABLES[kind], row=row, to_child=to_child, why=why, by=by)


def test_a_signed_session_goes_whole_and_leaves_no_word(signed, child, sister, sw, pe, sign_in):
    sign_in(pe).get(reverse("casework:session-detail", args=[signed.pk]))
    move = moved("session", signed, sister, sw)
    row = DirectWorkSession.objects.get(pk=signed.pk)
    assert (row.child, row.episode.child, row.childs_words) == (sister, sister, WORDS)
    assert row.countersigned_by == sw
    assert ScaleReading.objects.get(session=row).child == sister
    left = ChronologyEntry.objects.filter(child=child)
    assert not [entry for entry in left if WORDS in f"{entry.summary}{entry.details}"]
    assert left.get(kind="casework.record_moved").summary.endswith("and was moved")
    assert ChronologyEntry.objects.filter(child=sister, source_id=row.pk).exists()
    assert move.reader_ids == [pe.pk]
    notice = Notice.objects.get(key=f"file.moved.{move.pk}")
    assert notice.recipient == pe
    assert "Tomasz" not in notice.line
    assert "Zofia" not in notice.line


def test_who_moved_it_is_not_told_of_it(signed, sister, sw, sign_in):
    sign_in(sw).get(reverse("casework:session-detail", args=[signed.pk]))
    assert moved("session", signed, sister, sw).reader_ids == []


def test_a_decision_and_an_answer_about_consent_go_too(child, sister, agreed, sw, tm, today):
    decision = record_decision(
        child=child, what="Ring Gran", why="She asked", owner=sw, due_on=today, by=tm
    )
    moved("decision", decision, sister, sw)
    decision.refresh_from_db()
    assert decision.child == sister
    entry = ConsentEntry.objects.filter(child=child).first()
    moved("consent", entry, sister, sw)
    assert ConsentEntry.objects.get(pk=entry.pk).child == sister


def test_work_goes_only_to_work_that_was_open_that_day(signed, sw, tm, team, today):
    stranger = scene.a_child(by=tm)
    with pytest.raises(ValidationError, match="No work with that child"):
        moved("session", signed, stranger, sw)
    assert not RecordMove.objects.exists()


@pytest.mark.parametrize("why", ["", "  "])
def test_how_one_knows_is_said(signed, sister, sw, why):
    with pytest.raises(ValidationError):
        moved("session", signed, sister, sw, why=why)


def test_it_is_not_moved_onto_itself(signed, child, sw):
    with pytest.raises(ValidationError, match="already"):
        moved("session", signed, child, sw)


def test_without_a_written_correction_the_database_moves_nothing(signed, sister):
    def call(move_id, place):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT casework_put_right(%s, %s, %s::text[], NULL)",
                [move_id, place, [str(signed.pk)]],
            )

    with pytest.raises((InternalError, ProgrammingError), match="no such correction"):
        call(str(sister.pk), "casework_directworksession")


def test_the_database_moves_only_tables_it_knows(signed, child, sister, sw):
    move = moved("session", signed, sister, sw)
    with (
        pytest.raises((InternalError, ProgrammingError), match="are not moved"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT casework_put_right(%s, 'casework_episode', '{}'::text[], NULL)", [move.pk]
        )


class TestPage:
    def test_it_says_who_is_told_and_then_moves(self, signed, child, sister, sign_in, sw, pe):
        sign_in(pe).get(reverse("casework:session-detail", args=[signed.pk]))
        client = sign_in(sw)
        url = reverse("casework:record-move", args=["session", signed.pk])
        assert client.get(url).status_code == 200
        sent = {"reference": sister.reference.lower(), "why": "Zofia said it"}
        page = client.post(url, sent).content.decode()
        assert "1 person who had opened it is told" in page
        assert "Zofia S" in page
        assert not RecordMove.objects.exists()
        client.post(url, sent | {"confirmed": "yes"})
        assert RecordMove.objects.get().to_child == sister

    def test_the_record_it_stands_on_is_refused_before_the_answers_are_read(
        self, signed, child, sign_in, sw
    ):
        url = reverse("casework:record-move", args=["session", signed.pk])
        page = sign_in(sw).post(url, {"reference": child.reference, "why": "x"})
        assert set(page.context["form"].errors) == {"reference"}

    def test_a_child_one_does_not_see_is_not_offered(self, signed, sign_in, sw, tm):
        stranger = scene.a_child(by=tm)
        url = reverse("casework:record-move", args=["session", signed.pk])
        answer = sign_in(sw).post(url, {"reference": stranger.reference, "why": "x"})
        assert set(answer.context["form"].errors) == {"reference"}

    def test_an_unknown_kind_of_record_is_not_there(self, signed, sign_in, sw):
        url = reverse("casework:record-move", args=["nothing", signed.pk])
        assert sign_in(sw).get(url).status_code == 404
