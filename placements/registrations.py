"""What placements tells its own registry and those of the rooms below, once, at the start."""

from uuid import UUID

from django.urls import reverse

from placements.checks import clocks as check_clocks
from placements.concern import clocks as concern_clocks
from placements.concern import reads as concerns
from placements.intake import clocks as intake_clocks
from placements.profile import clocks as educator_clocks
from placements.registry import register_page
from placements.room import own_pages
from placements.subjects import CHECKS
from placements.timeline import clocks as timeline_clocks
from timescales.registry import SubjectClock, register


def checks_path(placement_id: UUID) -> str:
    return reverse("placements:check-list", args=[placement_id])


def educator_path(profile_id: UUID) -> str:
    return reverse("placements:educator-detail", args=[profile_id])


def intake_path(intake_id: UUID) -> str:
    return reverse("placements:intake-detail", args=[intake_id])


def timeline_path(placement_id: UUID) -> str:
    return reverse("placements:timeline", args=[placement_id])


def concern_path(concern_id: UUID) -> str:
    return reverse("placements:concern-detail", args=[concern_id])


def agreement_path(placement_id: UUID) -> str:
    return reverse("placements:agreement-current", args=[placement_id])


def register_all() -> None:
    for page in own_pages():
        register_page(page)
    register(
        SubjectClock(
            subject_type=concern_clocks.SUBJECT,
            root_type=concern_clocks.ROOT,
            facts=concern_clocks.facts,
            deadlines=concern_clocks.deadlines,
            visible_roots=concerns.visible_roots,
            roots_of=concerns.roots_of,
            path=concern_path,
        )
    )
    register(
        SubjectClock(
            subject_type=timeline_clocks.SUBJECT,
            root_type=timeline_clocks.ROOT,
            facts=timeline_clocks.facts,
            deadlines=timeline_clocks.deadlines,
            visible_roots=timeline_clocks.visible_roots,
            roots_of=timeline_clocks.roots_of,
            path=timeline_path,
            paths={"P3": agreement_path, "P4": agreement_path},
        )
    )
    register(
        SubjectClock(
            subject_type=check_clocks.SUBJECT,
            root_type=CHECKS,
            facts=check_clocks.facts,
            deadlines=check_clocks.deadlines,
            visible_roots=check_clocks.visible_roots,
            roots_of=check_clocks.roots_of,
            path=checks_path,
        )
    )
    register(
        SubjectClock(
            subject_type=educator_clocks.SUBJECT,
            root_type=educator_clocks.ROOT,
            facts=educator_clocks.facts,
            deadlines=educator_clocks.deadlines,
            visible_roots=educator_clocks.visible_roots,
            roots_of=educator_clocks.roots_of,
            path=educator_path,
        )
    )
    register(
        SubjectClock(
            subject_type=intake_clocks.SUBJECT,
            root_type=intake_clocks.ROOT,
            facts=intake_clocks.facts,
            deadlines=intake_clocks.deadlines,
            visible_roots=intake_clocks.visible_roots,
            roots_of=intake_clocks.roots_of,
            path=intake_path,
        )
    )
