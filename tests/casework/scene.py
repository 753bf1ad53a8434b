"""A child the team works with, made through the same actions people use."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.child.actions import add_child
from casework.consent.actions import record_consent
from casework.consent.codes import Activity, Answer, Capacity, GiverKind, Method
from casework.direct_work.actions import start_session, submit_session
from casework.direct_work.life_story.actions import add_photo, begin_story, save_part
from casework.direct_work.life_story.models import (
    LifeStoryChapter,
    LifeStoryGap,
    LifeStorySource,
)
from casework.direct_work.visit.actions import (
    plan_visit,
    record_visit,
    start_together,
    submit_visit,
)
from casework.direct_work.visit.completeness import OWN, SHARED
from casework.episode.actions import allocate_accountable, allocate_co_worker, open_episode
from casework.episode.models import Episode

_numbers = count(5000)


def a_child(*, by, **facts: Any):
    """Tomasz, nine years old, unless told otherwise; each with a reference of their own."""
    given = {
        "la_child_id": f"TS{next(_numbers)}",
        "first_name": "Tomasz",
        "last_name": "Sikorski",
        "dob": date(2017, 3, 4),
        "sex": "M",
        "languages": "Polish, English",
        "year_group": "Year 5",
    }
    return add_child(by=by, **(given | facts))


def an_episode(child, *, team, by, opened_on, sw=None, student=None, kind=Episode.Kind.EARLY_HELP):
    """Work that is open with the child, allocated as far as workers are given."""
    referred = {"referral_date": opened_on} if kind == Episode.Kind.IN_NEED else {}
    episode = open_episode(
        child=child, kind=kind, team=team, opened_on=opened_on, by=by, **referred
    )
    if sw:
        allocate_accountable(episode=episode, person=sw, starts_on=opened_on, why="Local", by=by)
    if student:
        allocate_co_worker(
            episode=episode, student=student, starts_on=opened_on, why="Learning", by=by
        )
    return episode


def agree(child, *, by, given_on, **changes: Any) -> None:
    """A parent and the child say yes to one-to-one work."""
    shared = {
        "child": child,
        "activity": Activity.ONE_TO_ONE,
        "answer": Answer.YES,
        "given_on": given_on,
        "method": Method.IN_PERSON,
        "expires_on": given_on + timedelta(days=180),
        "by": by,
    } | changes
    record_consent(
        giver_kind=GiverKind.PARENT_CARER,
        giver_name="Mum",
        capacity_basis=Capacity.PARENTAL_RESPONSIBILITY,
        **shared,
    )
    record_consent(
        giver_kind=GiverKind.CHILD,
        giver_name="Tomasz",
        capacity_basis=Capacity.ASSENT,
        **shared,
    )


def answers(on: date, **changes: Any) -> dict[str, Any]:
    """A session that is complete enough to be sent."""
    return {
        "happened_on": on,
        "started_at": "13:15",
        "minutes": 45,
        "place": "school",
        "purpose": "How Sundays feel",
        "childs_words": "In my good house there is a lock on my door and nobody shouts.",
        "what_happened": "Drew his week as a comic.",
        "seen_alone": "yes",
        "worry": False,
        "what_next": "Meet Dad.",
    } | changes


def a_session(child, *, by, on, sent=False, scales=None, **changes: Any):
    session = start_session(
        child=child, by=by, fields=answers(on, **changes), scales=scales or {}, on=on
    )
    return submit_session(session=session, by=by) if sent else session


def visit_answers(on: date, **changes: Any) -> dict[str, Any]:
    """What is written of a visit at which the child was seen; complete enough to be sent."""
    return {
        "kind": "child_in_need",
        "place": "home",
        "happened_on": on,
        "started_at": "16:10",
        "minutes": 50,
        "who_was_there": "Mum",
        "registered_worker_present": False,
        "registered_worker": None,
        "outcome": "seen",
        "seen_alone": "yes",
        "bedroom_seen": "yes",
        "childs_words": "I sleep better since my lamp stays on.",
        "what_happened": "Read together in his room.",
        "worry": False,
        "what_next": "Talk to Mum about bedtime.",
    } | changes


def unseen(on: date, **changes: Any) -> dict[str, Any]:
    """What is written where the worker went and nobody opened."""
    return visit_answers(
        on,
        outcome="not_seen",
        seen_alone="",
        bedroom_seen="",
        childs_words="",
        what_happened="Nobody opened. The lights were on.",
        not_seen_why="Nobody opened",
        next_step="again",
        next_try_on=on + timedelta(days=1),
        **changes,
    )


def a_visit(child, *, by, on, sent=False, **changes: Any):
    visit = record_visit(child=child, by=by, fields=visit_answers(on, **changes), on=on)
    return submit_visit(visit=visit, by=by) if sent else visit


def a_planned_visit(child, *, by, at, minutes=60, **changes: Any):
    """Booked for `at`, as of a moment before it."""
    fields = {"kind": "child_in_need", "place": "home", "checks_in": True} | changes
    with time_machine.travel(min(at - timedelta(minutes=5), timezone.now()), tick=False):
        return plan_visit(child=child, planned_for=at, minutes=minutes, by=by, fields=fields)


def joint_parts(on: date, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What siblings share of a visit, and what is one child's own."""
    given = visit_answers(on, **changes)
    return {name: given[name] for name in SHARED if name in given}, {
        name: given[name] for name in OWN if name in given
    }


def a_joint_visit(children, *, by, on, shared_text="Tea with all of them."):
    shared, line = joint_parts(on)
    return start_together(
        children=children,
        by=by,
        shared=shared,
        shared_text=shared_text,
        lines={child.pk: line for child in children},
        on=on,
    )


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfeA\xe2!\xbc\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)


def a_life_story(child, *, by, on):
    """Begun, with one of each part; complete enough to be sent."""
    story = begin_story(child=child, title="My book about me", why="He asked", by=by, on=on)
    save_part(
        part=LifeStorySource(story=story),
        fields={"kind": "family", "who": "Nan", "standing": "given", "answered_on": on},
        by=by,
    )
    save_part(
        part=LifeStoryGap(story=story),
        fields={"question": "Who chose the name", "words_for_child": "Nobody knows any more."},
        by=by,
    )
    chapter = save_part(
        part=LifeStoryChapter(story=story),
        fields={"position": 1, "title": "The day you were born", "text": "It was a Saturday."},
        by=by,
    )
    add_photo(
        story=story,
        file=SimpleUploadedFile("photo.png", PNG, content_type="image/png"),
        fields={
            "owner": "Nan",
            "permission": "yes",
            "permission_from": "Nan",
            "permission_on": on,
            "chapter": chapter,
            "caption": "Your first coat",
        },
        by=by,
    )
    return story
