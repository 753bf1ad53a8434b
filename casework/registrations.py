"""What casework tells the registries of the rooms and wings below, once, when the portal starts."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission
from casework.assessment import clocks as assessment_clocks
from casework.child.models import Child
from casework.child.restriction import clocks as glass_clocks
from casework.child.restriction.reads import restriction_panel
from casework.chronology.contexts import clocks as missing_clocks
from casework.closure import clocks as onward_clocks
from casework.closure.obstacles import OBSTACLES
from casework.closure.registry import register_obstacle
from casework.consent.registry import register_enquiries
from casework.direct_work import clocks as session_clocks
from casework.direct_work.visit import clocks as visit_clocks
from casework.episode import clocks as episode_clocks
from casework.family.presenters import (
    education_panel,
    family_panel,
    missing_panel,
    record_panel,
)
from casework.file.registry import Panel, Tab, register_panel, register_tab
from casework.file.tabs import register_own
from casework.plan import clocks as plan_clocks
from casework.protection import clocks as protection_clocks
from casework.protection.reads import enquiry_ends
from casework.request import clocks as request_clocks
from casework.stopping import stopping
from timescales.registry import SubjectClock, register_root
from timescales.registry import register as register_clock


def visible_children(person: Person, child_ids: Collection[UUID]) -> set[UUID]:
    """Which of these children the person may see, in one query."""
    rows = Child.objects.visible_to(person).filter(pk__in=child_ids)
    return set(rows.values_list("pk", flat=True))


def children_of(person: Person) -> QuerySet[Child, Any]:
    """The same answer as a subquery."""
    return Child.objects.visible_to(person).values("pk")


def plan_path(plan_id: UUID) -> str:
    return reverse("casework:plan-detail", args=[plan_id])


def episode_path(episode_id: UUID) -> str:
    return reverse("casework:episode-detail", args=[episode_id])


def assessment_path(episode_id: UUID) -> str:
    return reverse("casework:assessment-place", args=[episode_id])


def request_path(request_id: UUID) -> str:
    return reverse("casework:request-detail", args=[request_id])


def protection_path(episode_id: UUID) -> str:
    return reverse("casework:protection-place", args=[episode_id])


def glass_path(glass_id: UUID) -> str:
    return reverse("casework:glass-review", args=[glass_id])


def onward_path(referral_id: UUID) -> str:
    return reverse("casework:onward-detail", args=[referral_id])


def session_path(session_id: UUID) -> str:
    return reverse("casework:session-place", args=[session_id])


def missing_path(missing_id: UUID) -> str:
    return reverse("casework:missing-edit", args=[missing_id])


def visit_path(visit_id: UUID) -> str:
    return reverse("casework:visit-place", args=[visit_id])


TABS = (
    Tab(
        name="episodes",
        text="Work",
        url_name="casework:child-work",
        permission=Permission.EPISODE_VIEW,
        order=85,
    ),
    Tab(
        name="plan",
        text="Plan",
        url_name="casework:plan-tab",
        permission=Permission.PLAN_VIEW,
        order=50,
    ),
    Tab(
        name="assessments",
        text="Assessments",
        url_name="casework:assessment-list",
        permission=Permission.ASSESSMENT_VIEW,
        order=40,
    ),
    Tab(
        name="meetings",
        text="Meetings",
        url_name="casework:meeting-list",
        permission=Permission.MEETING_VIEW,
        order=60,
    ),
    Tab(
        name="people",
        text="People",
        url_name="casework:family-list",
        permission=Permission.FAMILY_VIEW,
        order=70,
    ),
    Tab(
        name="education",
        text="Education",
        url_name="casework:education",
        permission=Permission.EDUCATION_VIEW,
        order=72,
    ),
    Tab(
        name="outside",
        text="Outside home",
        url_name="casework:outside",
        permission=Permission.CONTEXT_VIEW,
        order=74,
    ),
    Tab(
        name="consent",
        text="Consent",
        url_name="casework:consent-list",
        permission=Permission.CONSENT_VIEW,
        order=80,
    ),
)
PANELS = (
    Panel(
        name="restriction",
        place="aside",
        order=5,
        permission=Permission.CHILD_VIEW,
        template="casework/restriction/_restriction_panel.html",
        context=restriction_panel,
    ),
    Panel(
        name="family",
        place="aside",
        order=20,
        permission=Permission.FAMILY_VIEW,
        template="casework/family/_family_panel.html",
        context=family_panel,
    ),
    Panel(
        name="education",
        place="aside",
        order=40,
        permission=Permission.EDUCATION_VIEW,
        template="casework/education/_education_panel.html",
        context=education_panel,
    ),
    Panel(
        name="record",
        place="aside",
        order=95,
        permission=Permission.CHILD_EDIT,
        template="casework/family/_record_panel.html",
        context=record_panel,
    ),
    Panel(
        name="outside",
        place="main",
        order=5,
        permission=Permission.CONTEXT_VIEW,
        template="casework/contexts/_outside_panel.html",
        context=missing_panel,
    ),
)


def register(clock: SubjectClock) -> None:
    """Clocks of an episode stop, all alike, when the child dies or turns 18."""
    register_clock(stopping(clock) if clock.root_type == episode_clocks.SUBJECT else clock)


def register_all() -> None:
    register_own()
    for name, unfinished, told in OBSTACLES:
        register_obstacle(name, unfinished, told)
    register_enquiries(enquiry_ends)
    for tab in TABS:
        register_tab(tab)
    for panel in PANELS:
        register_panel(panel)
    register_root("casework.child", visible_children, children_of)
    register(
        SubjectClock(
            subject_type=episode_clocks.SUBJECT,
            root_type=episode_clocks.SUBJECT,
            facts=assessment_clocks.facts,
            deadlines=assessment_clocks.deadlines,
            visible_roots=episode_clocks.visible_roots,
            roots_of=episode_clocks.roots_of,
            path=episode_path,
            paths={"C2": assessment_path, "C3": assessment_path},
        )
    )
    register(
        SubjectClock(
            subject_type=onward_clocks.SUBJECT,
            root_type=episode_clocks.SUBJECT,
            facts=onward_clocks.facts,
            deadlines=onward_clocks.deadlines,
            visible_roots=episode_clocks.visible_roots,
            roots_of=episode_clocks.roots_of,
            path=onward_path,
        )
    )
    register(
        SubjectClock(
            subject_type=glass_clocks.SUBJECT,
            root_type=glass_clocks.SUBJECT,
            facts=glass_clocks.facts,
            deadlines=glass_clocks.deadlines,
            visible_roots=glass_clocks.visible_roots,
            roots_of=glass_clocks.roots_of,
            path=glass_path,
        )
    )
    register(
        SubjectClock(
            subject_type=protection_clocks.SUBJECT,
            root_type=protection_clocks.ROOT,
            facts=protection_clocks.facts,
            deadlines=protection_clocks.deadlines,
            visible_roots=episode_clocks.visible_roots,
            roots_of=episode_clocks.roots_of,
            path=protection_path,
        )
    )
    register(
        SubjectClock(
            subject_type=request_clocks.SUBJECT,
            root_type=request_clocks.SUBJECT,
            facts=request_clocks.facts,
            deadlines=request_clocks.deadlines,
            visible_roots=request_clocks.visible_roots,
            roots_of=request_clocks.roots_of,
            path=request_path,
        )
    )
    register(
        SubjectClock(
            subject_type=session_clocks.SUBJECT,
            root_type=session_clocks.ROOT,
            facts=session_clocks.facts,
            deadlines=session_clocks.deadlines,
            visible_roots=episode_clocks.visible_roots,
            roots_of=episode_clocks.roots_of,
            path=session_path,
        )
    )
    register(
        SubjectClock(
            subject_type=missing_clocks.SUBJECT,
            root_type=missing_clocks.ROOT,
            facts=missing_clocks.facts,
            deadlines=missing_clocks.deadlines,
            visible_roots=visible_children,
            roots_of=children_of,
            path=missing_path,
        )
    )
    register(
        SubjectClock(
            subject_type=visit_clocks.SUBJECT,
            root_type=visit_clocks.ROOT,
            facts=visit_clocks.facts,
            deadlines=visit_clocks.deadlines,
            visible_roots=episode_clocks.visible_roots,
            roots_of=episode_clocks.roots_of,
            path=visit_path,
        )
    )
    register(
        SubjectClock(
            subject_type=plan_clocks.SUBJECT,
            root_type=plan_clocks.ROOT,
            facts=plan_clocks.facts,
            deadlines=plan_clocks.deadlines,
            visible_roots=episode_clocks.visible_roots,
            roots_of=episode_clocks.roots_of,
            path=plan_path,
        )
    )
