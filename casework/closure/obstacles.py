"""What casework itself finds unfinished before an episode closes; rooms above add theirs."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.roles import Role
from casework.assessment.models import Assessment
from casework.closure.models import OnwardReferral
from casework.closure.registry import Obstacle
from casework.decision.reads import open_for
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.reads import unfinished_of
from casework.episode.models import Allocation, Episode
from casework.meeting.models import Meeting
from casework.plan.models import Plan
from casework.protection.models import Section47

NOT_CONCLUDED = (
    "A section 47 enquiry is not concluded: neither was its conference held, nor decided that "
    "none is required."
)


def unauthorised_assessments(episode: Episode, on: date) -> QuerySet[Assessment]:
    """An assessment that was begun is authorised before the case closes."""
    return Assessment.objects.open().filter(episode=episode)


def an_assessment(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    return [
        Obstacle(
            f"The {str(one.title).lower()} is not authorised yet.",
            reverse("casework:assessment-detail", args=[one.pk]),
        )
        for one in found[:1]
    ]


def open_actions(episode: Episode, on: date) -> QuerySet[Any]:
    """Decisions and advice that nobody has finished."""
    return open_for([episode.child_id])


def decisions(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    path = reverse("casework:decision-list", args=[episode.child_id])
    waiting = _counted(found, "decision is", "decisions are")
    return [Obstacle(f"{waiting} still open.", path, may_override=True)]


def goodbyes_to_say(episode: Episode, on: date) -> QuerySet[Allocation]:
    """Students who work with the child today and have not said goodbye."""
    students = episode.allocations.in_force(on).co_working().filter(person__role=Role.STUDENT)
    return students.exclude(goodbye__said_on__isnull=False)


def goodbyes(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    return [
        Obstacle(
            f"{row.person.name} has not said goodbye yet.",
            reverse("casework:goodbye-plan", args=[row.pk]),
            may_override=True,
        )
        for row in found.select_related("person")
    ]


def unanswered_onward(episode: Episode, on: date) -> QuerySet[OnwardReferral]:
    """Another agency was asked and has not answered."""
    return OnwardReferral.objects.unanswered().filter(episode=episode)


def onward(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    return [
        Obstacle(
            f"{row.agency.name} has not answered the onward referral of {row.asked_on:%-d %B}.",
            reverse("casework:onward-detail", args=[row.pk]),
            may_override=True,
        )
        for row in found.select_related("agency")
    ]


def unended_enquiries(episode: Episode, on: date) -> QuerySet[Section47]:
    """An enquiry ends with its conference, or with the decision that none is required."""
    return Section47.objects.open().filter(episode=episode)


def an_enquiry(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    return [Obstacle(NOT_CONCLUDED, reverse("casework:protection-list", args=[episode.child_id]))]


def meetings_held_later(episode: Episode, on: date) -> QuerySet[Meeting]:
    """Nothing happens on an episode after its last day."""
    return Meeting.objects.held().filter(episode=episode, held_on__gt=on)


def a_later_meeting(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    return [Obstacle("A meeting was held after that day.", _meetings(episode))]


def meetings_ahead(episode: Episode, on: date) -> QuerySet[Meeting]:
    """Nothing is left standing ahead."""
    return Meeting.objects.ahead().filter(episode=episode)


def a_meeting_ahead(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    said = "A meeting stands ahead: hold it, or cancel it and say why."
    return [Obstacle(said, _meetings(episode))]


def open_plans(episode: Episode, on: date) -> QuerySet[Plan]:
    """A plan that is open, or one that ends after the episode would."""
    return episode.plans.filter(Q(ends_on=None) | Q(ends_on__gt=on))


def a_plan(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    return [
        Obstacle(
            f"The {plan.get_kind_display().lower()} "
            f"{'is still open' if plan.is_open else 'ends after that day'}.",
            reverse("casework:plan-detail", args=[plan.pk]),
        )
        for plan in found.order_by("-starts_on")[:1]
    ]


def unsigned_sessions(episode: Episode, on: date) -> QuerySet[DirectWorkSession]:
    """Work that was done and is not yet on the record."""
    return episode.direct_work.live()


def sessions(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    waiting = _counted(found, "session is", "sessions are")
    return [Obstacle(f"{waiting} not countersigned yet.", _sessions(episode), may_override=True)]


def unfinished_visits(episode: Episode, on: date) -> QuerySet[Any]:
    """Visits nobody said anything about, and records that are not countersigned."""
    return unfinished_of(episode.pk)


def visits(episode: Episode, found: QuerySet[Any]) -> list[Obstacle]:
    waiting = _counted(found, "visit is", "visits are")
    return [Obstacle(f"{waiting} still planned or not countersigned.", _sessions(episode))]


def _counted(found: QuerySet[Any], one: str, several: str) -> str:
    count = found.count()
    return f"{count} {one if count == 1 else several}"


def _sessions(episode: Episode) -> str:
    return reverse("casework:session-list", args=[episode.child_id])


def _meetings(episode: Episode) -> str:
    return reverse("casework:meeting-list", args=[episode.child_id])


OBSTACLES = (
    ("assessment", unauthorised_assessments, an_assessment),
    ("decisions", open_actions, decisions),
    ("goodbyes", goodbyes_to_say, goodbyes),
    ("onward", unanswered_onward, onward),
    ("enquiries", unended_enquiries, an_enquiry),
    ("meetings", meetings_held_later, a_later_meeting),
    ("meetings ahead", meetings_ahead, a_meeting_ahead),
    ("plan", open_plans, a_plan),
    ("sessions", unsigned_sessions, sessions),
    ("visits", unfinished_visits, visits),
)
