"""What every page of one session shares: the day, the scope, the parts its reader may see."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.guards import ScopedDoor
from accounts.models import Person
from accounts.prepared import prepared
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
        asked = self.request.user, self.record, self.on
        return Parts(
            wellbeing=next(iter(_part(WellbeingPart, *asked)), None),
            learning=next(iter(_part(LearningPart, *asked)), None),
            cases=_cases(*asked),
            actions=_actions(*asked),
        )

    def note_children(self, children: Any) -> None:
        """Every child whose record this page tells of is written into the read log."""
        for child in children:
            reads.note(self.request, child_id=child.pk, section=SECTION)


@prepared
def _part(part: Any, person: Person, session: SupervisionSession, on: date) -> QuerySet[Any]:
    return part.objects.visible_to(person, on).filter(session=session)


@prepared
def _cases(person: Person, session: SupervisionSession, on: date) -> QuerySet[CaseDiscussion]:
    return CaseDiscussion.objects.visible_to(person, on).filter(session=session).with_all()


@prepared
def _actions(person: Person, session: SupervisionSession, on: date) -> QuerySet[AgreedAction]:
    agreed = AgreedAction.objects.visible_to(person, on).filter(session=session)
    return agreed.select_related("owner")
