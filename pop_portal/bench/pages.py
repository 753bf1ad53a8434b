"""The pages that are measured, each as the role whose day it is part of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Person
from casework.assessment.models import Assessment
from casework.child.models import Child
from casework.direct_work.models import DirectWorkSession
from casework.episode.models import Episode
from casework.meeting.models import Meeting
from casework.plan.models import Plan
from placements.models import PracticePlacement
from pop_portal.demo import cast
from records.states import State
from supervision.models import SupervisionSession

PLAIN = {
    "ewa": ["home", "casework:child-list", "supervision:session-list", "notices:notice-list"],
    "lorna": ["home", "casework:child-list", "casework:direct-work-to-sign"],
    "nadia": ["oversight:my-students", "timescales:deadline-board", "supervision:session-list"],
    "tm": [
        "oversight:team-today", "timescales:deadline-board", "casework:request-queue",
        "casework:unallocated-queue", "casework:child-list", "placements:placement-list",
        "partners:school-list", "casework:assessment-to-sign", "casework:protection-queue",
        "casework:goodbye-list", "casework:nfa-list",
    ],
    "karen": ["home", "casework:request-list", "casework:request-create"],
    "pat": ["casework:child-list", "partners:school-list"],
    "frost": ["placements:placement-list"],
    "dan": ["accounts:person-list", "accounts:permission-matrix", "timescales:rule-list"],
}  # fmt: skip
OF_A_CHILD = (
    "casework:child-overview",
    "casework:chronology-list",
    "casework:consent-list",
    "casework:session-list",
    "casework:assessment-list",
    "casework:plan-tab",
    "casework:meeting-list",
    "casework:family-list",
    "casework:genogram",
    "casework:ecomap",
    "casework:education",
    "casework:outside",
)
OF_ALL_PLACEMENTS = {
    "tm": ["placements:placement-list", "placements:intake-list", "placements:educator-list"],
    "nadia": ["placements:placement-list"],
    "frost": ["placements:placement-list"],
}
OF_A_PLACEMENT = (
    "placements:placement-detail",
    "placements:day-calendar",
    "placements:timeline",
    "placements:check-list",
)


@dataclass(frozen=True)
class BenchPage:
    """One page as one person sees it."""

    name: str
    person: Person
    path: str


def people() -> dict[str, Person]:
    """The cast of the demo by key."""
    return {one.key: Person.objects.get(email=one.email) for one in (*cast.STAFF, *cast.STUDENTS)}


def long_child() -> Child:
    """The child whose record stands for a long one: the first of Ewa's."""
    ewa = people()["ewa"]
    return Child.objects.visible_to(ewa).order_by("la_child_id")[0]


def pages() -> Iterator[BenchPage]:
    """Every measured page of the loaded demo; the busiest child and record stand for the rest."""
    known = people()
    ewa, child = known["ewa"], long_child()
    for key, names in PLAIN.items():
        for name in names:
            yield BenchPage(name, known[key], reverse(name))
    for name in OF_A_CHILD:
        yield BenchPage(name, ewa, reverse(name, args=[child.pk]))
    for name, row in {
        "casework:session-detail": DirectWorkSession.objects.visible_to(ewa).order_by("pk")[0],
        "supervision:session-detail": SupervisionSession.objects.visible_to(ewa).order_by("pk")[0],
    }.items():
        yield BenchPage(name, ewa, reverse(name, args=[row.pk]))
    tm = known["tm"]
    signed = Assessment.objects.visible_to(tm).filter(state=State.AUTHORISED)
    for name, row in {
        "casework:assessment-read": signed.order_by("pk")[0],
        "casework:plan-detail": Plan.objects.visible_to(tm).order_by("pk")[0],
        "casework:meeting-detail": Meeting.objects.visible_to(tm).order_by("pk")[0],
        "casework:episode-detail": Episode.objects.visible_to(tm).open().order_by("pk")[0],
    }.items():
        yield BenchPage(name, tm, reverse(name, args=[row.pk]))


def placement_pages() -> Iterator[BenchPage]:
    """The pages of the placements, as the team manager, the student and the tutor see them."""
    known = people()
    for key, names in OF_ALL_PLACEMENTS.items():
        for name in names:
            yield BenchPage(name, known[key], reverse(name))
    own = PracticePlacement.objects.get(student=known["ewa"])
    for key in ("ewa", "nadia", "tm"):
        for name in OF_A_PLACEMENT:
            yield BenchPage(name, known[key], reverse(name, args=[own.pk]))
