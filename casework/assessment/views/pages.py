"""What every page of an assessment stands on."""

from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.guards import ScopedDoor
from casework.assessment import presenters, reads
from casework.assessment.models import Assessment
from casework.child.pages import ShowsChild

SECTION = "assessments"


class AssessmentPage(ShowsChild, ScopedDoor):
    """A page of one assessment, of a child whose record the reader may open."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Assessment]:
        return Assessment.objects.visible_to(request.user).select_related(
            "child__school", "author", "episode", "tool", "countersigned_by", "authorised_by",
            "compared_with",
        )  # fmt: skip

    @cached_property
    def standing(self) -> reads.Standing:
        """What the reader is to the child."""
        return reads.standing(self.request.user, self.child.pk, self.on)

    @property
    def works_with(self) -> bool:
        """Whether the reader works with the child themselves."""
        return self.standing.works_with

    @property
    def first(self) -> str:
        return presenters.first_name(self.child)
