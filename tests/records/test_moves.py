"""A signed record moves along the table, by the right hand, and says who did it."""

import pytest

from records.actions import NotAllowed, add_addendum, move
from records.conflicts import Conflict
from records.models import Addendum, StateChange
from records.states import BY_AUTHOR, LOCKED, MOVES, Move, State


def anyone(_move: Move) -> bool:
    return True


def bring_to(record, state, *, author, other) -> None:
    """Walk `record` to `state` by the shortest lawful way."""
    way = {
        State.DRAFT: [],
        State.SUBMITTED: [Move.SUBMIT],
        State.RETURNED: [Move.SUBMIT, Move.RETURN],
        State.COUNTERSIGNED: [Move.SUBMIT, Move.COUNTERSIGN],
        State.AUTHORISED: [Move.SUBMIT, Move.COUNTERSIGN, Move.AUTHORISE],
        State.SUPERSEDED: [Move.SUBMIT, Move.COUNTERSIGN, Move.SUPERSEDE],
    }[state]
    for step in way:
        by = author if step in BY_AUTHOR else other
        move(record=record, move=step, by=by, may=anyone, comment="Please say when.")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Move)
def test_only_moves_of_the_table_happen(record, student, sw, state, verb):
    student.registration_number = "SW900001"
    student.save()
    bring_to(record, state, author=student, other=sw)
    by = student if verb in BY_AUTHOR else sw
    if (state, verb) in MOVES:
        move(record=record, move=verb, by=by, may=anyone, comment="Please say when.")
        record.refresh_from_db()
        assert record.state == MOVES[state, verb]
    else:
        with pytest.raises(NotAllowed):
            move(record=record, move=verb, by=by, may=anyone, comment="Please say when.")
        record.refresh_from_db()
        assert record.state == state


@pytest.mark.parametrize("verb", [Move.RETURN, Move.COUNTERSIGN])
def test_nobody_answers_their_own_record(record, student, sw, verb):
    bring_to(record, State.SUBMITTED, author=student, other=sw)
    with pytest.raises(NotAllowed, match="You wrote this record"):
        move(record=record, move=verb, by=student, may=anyone, comment="Fine.")


def test_nobody_authorises_what_they_wrote(record, student, sw):
    bring_to(record, State.COUNTERSIGNED, author=student, other=sw)
    with pytest.raises(NotAllowed, match="You wrote this record"):
        move(record=record, move=Move.AUTHORISE, by=student, may=anyone)


@pytest.mark.parametrize("verb", [Move.SUBMIT, Move.WITHDRAW])
def test_only_the_author_sends_and_takes_back(record, student, sw, verb):
    if verb == Move.WITHDRAW:
        bring_to(record, State.SUBMITTED, author=student, other=sw)
    with pytest.raises(NotAllowed, match="Only the person who wrote"):
        move(record=record, move=verb, by=sw, may=anyone)


def test_the_room_has_the_last_word(record, student):
    with pytest.raises(NotAllowed, match="Send to sign"):
        move(record=record, move=Move.SUBMIT, by=student, may=lambda verb: False)
    assert not StateChange.objects.exists()


def test_a_return_says_why(record, student, sw):
    bring_to(record, State.SUBMITTED, author=student, other=sw)
    with pytest.raises(NotAllowed, match="what needs changing"):
        move(record=record, move=Move.RETURN, by=sw, may=anyone, comment="  ")


def test_a_student_cannot_skip_the_countersignature(record, student):
    with pytest.raises(NotAllowed, match="registered"):
        move(record=record, move=Move.SIGN, by=student, may=anyone)


def test_a_registered_author_signs_and_needs_no_second(record, sw):
    record.author = sw
    record.save()
    move(record=record, move=Move.SIGN, by=sw, may=anyone)
    assert record.is_locked
    assert record.countersigned_by is None
    assert record.signed_by == sw


def test_the_countersigner_stands_under_it(record, student, sw):
    bring_to(record, State.COUNTERSIGNED, author=student, other=sw)
    record.refresh_from_db()
    assert (record.countersigned_by, record.signed_by) == (sw, sw)
    assert record.countersigned_at is not None


def test_a_return_takes_the_signatures_off(record, student, sw):
    bring_to(record, State.COUNTERSIGNED, author=student, other=sw)
    move(record=record, move=Move.RETURN, by=sw, may=anyone, comment="One more thing.")
    record.refresh_from_db()
    assert (record.countersigned_by, record.countersigned_at) == (None, None)


def test_each_move_is_written_down(record, student, sw):
    bring_to(record, State.RETURNED, author=student, other=sw)
    rows = StateChange.objects.filter(record_id=record.pk)
    assert [(row.move, row.from_state, row.to_state, row.by, row.comment) for row in rows] == [
        ("submit", "draft", "submitted", student, "Please say when."),
        ("return", "submitted", "returned", sw, "Please say when."),
    ]
    assert {row.record_type for row in rows} == {"casework.directworksession"}


def test_a_signature_is_not_put_under_a_text_that_changed(record, student, sw):
    bring_to(record, State.SUBMITTED, author=student, other=sw)
    read = record.lock_version
    move(record=record, move=Move.WITHDRAW, by=student, may=anyone)
    move(record=record, move=Move.SUBMIT, by=student, may=anyone)
    with pytest.raises(Conflict):
        move(record=record, move=Move.COUNTERSIGN, by=sw, may=anyone, began_from=read)


def test_an_addendum_goes_to_a_locked_record_only(record, student, sw):
    with pytest.raises(NotAllowed, match="not signed yet"):
        add_addendum(record=record, text="He rang back.", by=student)
    bring_to(record, State.COUNTERSIGNED, author=student, other=sw)
    add_addendum(record=record, text=" He rang back. ", by=student)
    assert Addendum.objects.get(record_id=record.pk).text == "He rang back."


def test_an_empty_addendum_is_none(record, student, sw):
    bring_to(record, State.COUNTERSIGNED, author=student, other=sw)
    with pytest.raises(NotAllowed, match="Write what"):
        add_addendum(record=record, text="  ", by=student)


def test_what_can_be_edited_is_not_locked():
    assert {state for state in State if state in LOCKED} == {
        State.COUNTERSIGNED,
        State.AUTHORISED,
        State.SUPERSEDED,
    }
