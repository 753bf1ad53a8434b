"""The strip of clocks on the overview: how far each has run, and why it ends when it does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.prepared import prepared
from casework.child.models import Child
from casework.episode.models import Episode
from timescales.models import Deadline
from timescales.models.deadline import DeadlineQuerySet
from timescales.presenters import progress, tag

MOST = 50


@dataclass(frozen=True)
class Card:
    """ "Day 43 of 45", the share that has run, and the sentence that explains the date."""

    title: str
    headline: str
    share: float
    kind: str
    sentence: str
    path: str


@prepared
def of_child(child: Child) -> DeadlineQuerySet:
    """Open clocks of everything that hangs on this child, the most pressing first; one query."""
    episodes = Episode.objects.filter(child=child).order_by().values("pk")
    return Deadline.objects.open().of_roots("casework.episode", episodes).with_rule()[:MOST]


def cards(deadlines: Iterable[Deadline], now: datetime) -> list[Card]:
    return [_card(deadline, now) for deadline in deadlines]


def _card(deadline: Deadline, now: datetime) -> Card:
    ran, said = progress(deadline, now), tag(deadline, now)
    return Card(
        title=deadline.title,
        headline=said.text if deadline.is_overdue(now) else ran.headline,
        share=ran.share,
        kind=ran.kind,
        sentence=ran.sentence,
        path=deadline.path,
    )
