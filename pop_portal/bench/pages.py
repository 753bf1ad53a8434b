"""The pages that are measured, each as the role whose day it is part of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Person
from casework.child.models import Child
from casework.direct_work.models import DirectWorkSession
from pop_portal.demo import cast
from supervision.models import SupervisionSession


@dataclass(frozen=True)
class BenchPage:
    """One page as one person sees it."""

    name: str
    person: Person
    path: str


def pages() -> Iterator[BenchPage]:
    """Every measured page of the loaded demo; the busiest child and record stand for the rest."""
    people = {one.key: Person.objects.get(email=one.email) for one in (*cast.STAFF, *cast.STUDENTS)}
    child = Child.objects.get(la_child_id=_first_child_of(people["ewa"]).la_child_id)
    session = DirectWorkSession.objects.visible_to(people["ewa"]).order_by("pk")[0]
    supervision = SupervisionSession.objects.visible_to(people["ewa"]).order_by("pk")[0]
    plain = {
        "ewa": ["home", "casework:child-list", "supervision:session-list", "notices:notice-list"],
        "lorna": ["home", "casework:child-list", "casework:direct-work-to-sign"],
        "nadia": ["oversight:my-students", "timescales:deadline-board", "supervision:session-list"],
        "tm": [
            "oversight:team-today", "timescales:deadline-board", "casework:request-queue",
            "casework:unallocated-queue", "casework:child-list", "placements:placement-list",
            "partners:school-list",
        ],
        "karen": ["home", "casework:request-list", "casework:request-create"],
        "pat": ["casework:child-list", "partners:school-list"],
        "frost": ["placements:placement-list"],
        "dan": ["accounts:person-list", "accounts:permission-matrix", "timescales:rule-list"],
    }  # fmt: skip
    for key, names in plain.items():
        for name in names:
            yield BenchPage(name, people[key], reverse(name))
    for name in (
        "casework:child-overview",
        "casework:chronology-list",
        "casework:consent-list",
        "casework:session-list",
        "casework:family-list",
        "casework:genogram",
        "casework:ecomap",
        "casework:education",
        "casework:outside",
    ):
        yield BenchPage(name, people["ewa"], reverse(name, args=[child.pk]))
    yield BenchPage(
        "casework:session-detail",
        people["ewa"],
        reverse("casework:session-detail", args=[session.pk]),
    )
    yield BenchPage(
        "supervision:session-detail",
        people["ewa"],
        reverse("supervision:session-detail", args=[supervision.pk]),
    )


def _first_child_of(person: Person) -> Child:
    return Child.objects.visible_to(person).order_by("la_child_id")[0]
