"""One recording for siblings: shared text once, each child's own line, each child's own record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction

from casework.direct_work.visit.actions import (
    countersign_visit,
    return_visit,
    save_together,
    start_together,
    submit_together,
)
from casework.direct_work.visit.actions.together import LineRefused
from casework.direct_work.visit.completeness import OWN, SHARED
from casework.direct_work.visit.models import Visit
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from tests.casework import scene
from tests.stage import staged


@staged
def sister(tm, team, sw, student, opened_on):
    child = scene.a_child(by=tm, first_name="Maja", sex="F")
    scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student)
    return child


@staged
def siblings(child, episode, sister):
    return [child, sister]


def parts(on, **changes):
    """What the siblings share of a visit, and what is one child's own."""
    given = scene.visit_answers(on, **changes)
    return {name: given[name] for name in SHARED if name in given}, {
        name: given[name] for name in OWN if name in given
    }


@staged
def joint(siblings, student, today):
    shared, line = parts(today)
    return start_together(
        children=siblings,
        by=student,
        shared=shared,
        shared_text="Tea with all of them.",
        lines={
            siblings[0].pk: line | {"childs_words": "I am tired."},
            siblings[1].pk: line | {"childs_words": "I like maths."},
        },
        on=today,
    )


def test_each_child_has_a_record_with_its_own_line(joint, siblings):
    for child, words in zip(siblings, ["I am tired.", "I like maths."], strict=True):
        visit = Visit.objects.get(child=child)
        assert (visit.childs_words, visit.together) == (words, joint)
    assert joint.shared_text == "Tea with all of them."


def test_all_are_sent_or_none(joint, siblings, student, today):
    shared, line = parts(today)
    lines = {siblings[0].pk: line, siblings[1].pk: line | {"childs_words": ""}}
    joint = save_together(
        joint=joint,
        began_from=joint.lock_version,
        by=student,
        shared=shared,
        shared_text="Tea.",
        lines=lines,
        on=today,
    )
    with pytest.raises(LineRefused) as refused, transaction.atomic():
        submit_together(joint=joint, by=student)
    assert refused.value.child_id == siblings[1].pk
    assert not Visit.objects.waiting().exists()


def test_the_shared_text_stands_once_one_of_them_is_signed(joint, siblings, student, sw, today):
    first, second = submit_together(joint=joint, by=student)
    countersign_visit(visit=first, by=sw)
    return_visit(visit=second, comment="Whose words?", by=sw)
    joint.refresh_from_db()
    shared, line = parts(today)
    lines = {child.pk: line for child in siblings}
    with pytest.raises(NotAllowed):
        save_together(
            joint=joint,
            began_from=joint.lock_version,
            by=student,
            shared=shared,
            shared_text="Changed.",
            lines=lines,
            on=today,
        )
    save_together(
        joint=joint,
        began_from=joint.lock_version,
        by=student,
        shared=shared,
        shared_text=joint.shared_text,
        lines=lines,
        on=today,
    )
    first.refresh_from_db()
    assert first.state == State.COUNTERSIGNED
    assert first.childs_words != line["childs_words"]
    with pytest.raises(InternalError), transaction.atomic():
        type(joint).objects.filter(pk=joint.pk).update(shared_text="Changed.")


def test_two_windows_do_not_overwrite_each_other(joint, siblings, student, today):
    shared, line = parts(today)
    given = {
        "joint": joint,
        "began_from": joint.lock_version,
        "by": student,
        "shared": shared,
        "shared_text": "Tea.",
        "lines": {child.pk: line for child in siblings},
        "on": today,
    }
    save_together(**given)
    with pytest.raises(Conflict):
        save_together(**given)


def test_a_sibling_the_worker_may_not_see_cannot_be_recorded(siblings, outsider, sw, today, tm):
    stranger = scene.a_child(by=tm, first_name="Zofia")
    shared, line = parts(today)
    with pytest.raises(NotAllowed):
        start_together(
            children=[siblings[0], stranger],
            by=sw,
            shared=shared,
            shared_text="",
            lines={siblings[0].pk: line, stranger.pk: line},
            on=today,
        )


def test_siblings_are_at_least_two(child, episode, sw, today):
    shared, line = parts(today)
    with pytest.raises(ValidationError):
        start_together(
            children=[child], by=sw, shared=shared, shared_text="", lines={child.pk: line}, on=today
        )
