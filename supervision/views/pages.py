"""What every page of one session shares: the day, the scope, the parts its reader may see."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.guards import ScopedDoor
from records import reads
from supervision.forms.parts import Parts
from supervision.models import (
    AgreedAction,
    CaseDiscussion,
    LearningPart,
    SupervisionSession,
    WellbeingPart,
)

SECTION = "supervision"


class Today:
    """The day is asked for once, at the edge."""

    @cached_property
    def on(self) -> date:
        return timezone.localdate()


class SessionPage(Today, ScopedDoor):
    """A page of one session among those whose header the reader may see."""

    record: SupervisionSession

    def rows(self, request: HttpRequest) -> QuerySet[SupervisionSession]:
        return SupervisionSession.objects.visible_to(request.user, self.on).with_people()

    @cached_property
    def parts(self) -> Parts:
        """The parts this reader may see; each asks for itself."""
        person, session = self.request.user, self.record
        cases = CaseDiscussion.objects.visible_to(person, self.on).filter(session=session)
        agreed = AgreedAction.objects.visible_to(person, self.on).filter(session=session)
        return Parts(
            wellbeing=WellbeingPart.objects.visible_to(person, self.on)
            .filter(session=session)
            .first(),
            learning=LearningPart.objects.visible_to(person, self.on)
            .filter(session=session)
            .first(),
            cases=list(cases.with_all()),
            actions=list(agreed.select_related("owner")),
        )

    def note_children(self, children: Any) -> None:
        """Every child whose record this page tells of is written into the read log."""
        for child in children:
            reads.note(self.request, child_id=child.pk, section=SECTION)
