"""The agenda that makes itself: what the records say two people should talk about."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Person
from casework.child.models import Child
from casework.decision.models import Decision
from casework.decision.reads import open_for
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.models import Visit
from casework.direct_work.visit.reads import missing_outcomes
from casework.episode.models import Episode
from records.models import UnsentText
from records.states import State
from records.unsent import unsent_of
from supervision.children import worked_with
from supervision.models import AgendaQuestion, AgreedAction
from timescales.models import Deadline
from timescales.presenters import Tag, tag

EPISODE = "casework.episode"
# A student has a handful of children: what is past this is no agenda.
MOST = 20


@dataclass(frozen=True)
class Clock:
    """One open deadline of a child the student works with."""

    child: Child
    title: str
    tag: Tag
    path: str


@dataclass(frozen=True)
class Agenda:
    """What to talk about, most pressing first within each part."""

    children: list[Child]
    no_outcome: list[Visit]
    clocks: list[Clock]
    questions: list[AgendaQuestion]
    returned: list[DirectWorkSession]
    waiting: list[DirectWorkSession]
    decisions: list[Decision]
    actions: list[AgreedAction]
    unsent: list[UnsentText]

    @property
    def oldest_unsent(self) -> datetime | None:
        return min((text.saved_at for text in self.unsent), default=None)

    @property
    def is_empty(self) -> bool:
        return not any(
            (
                self.no_outcome,
                self.clocks,
                self.questions,
                self.returned,
                self.waiting,
                self.decisions,
                self.unsent,
            )
        )


def build(student: Person, practice_educator: Person, on: date) -> Agenda:
    """Made from what the practice educator may read. The same number of queries however much."""
    children = list(worked_with(student, practice_educator, on).by_name())
    by_id = {child.pk: child for child in children}
    work = list(
        DirectWorkSession.objects.visible_to(practice_educator, on)
        .filter(author=student, state__in=(State.RETURNED, State.SUBMITTED))
        .select_related("child", "tool")
        .order_by("submitted_at")
    )
    return Agenda(
        children=children,
        no_outcome=list(missing_outcomes([student.pk], practice_educator, timezone.now())[:MOST]),
        clocks=_clocks(by_id, on),
        questions=list(AgendaQuestion.objects.of(student).open()),
        returned=[session for session in work if session.state == State.RETURNED],
        waiting=[session for session in work if session.state == State.SUBMITTED],
        decisions=list(open_for(by_id)),
        actions=_actions(student, practice_educator),
        unsent=list(unsent_of(student)),
    )


def _clocks(children: dict[UUID, Child], on: date) -> list[Clock]:
    """Open deadlines of these children's episodes, overdue first, then by what is due next."""
    episodes = dict(Episode.objects.open().filter(child__in=children).values_list("pk", "child_id"))
    rows = (
        Deadline.objects.open()
        .of_roots(EPISODE, episodes)
        .with_rule()
        .order_by("overdue_from", "pk")
    )
    return [
        Clock(children[episodes[row.root_id]], row.title, tag(row, on), row.path) for row in rows
    ]


def _actions(student: Person, reader: Person) -> list[AgreedAction]:
    """What was agreed before and is not settled."""
    rows = AgreedAction.objects.visible_to(reader).of(student).open()
    return list(rows.exclude(session__state="draft").select_related("owner", "session"))
