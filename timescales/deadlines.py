"""What a room tells the clock on the wall about one subject."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class DeadlineFact:
    """One deadline of one subject, as its room's pure function derives it from facts.

    `rule` is a rule's code; `key` tells apart several deadlines of one rule on one subject and
    stays the same when the facts change ("assessment", "visit:<id of the visit it follows>").
    `starts` is the start event: a date, or an instant for rules in hours. `stage` picks the limit
    of a rule with several: C3's checkpoints are stages 0, 1, 2; C18's first visit is stage 0, later
    ones 1. `met` is when the stop event happened. `root_id` is what the reader must be allowed to
    see. `owner_id` is who must act; `copy_to` are those told when it is overdue. `reference` and
    `title` hold no child's name. `local_limit` replaces the limit of a local rule, never of a legal
    one.
    """

    rule: str
    key: str
    starts: date | datetime
    root_id: UUID
    reference: str
    owner_id: UUID | None
    met: date | datetime | None = None
    cancelled: bool = False
    local_limit: int | None = None
    copy_to: tuple[UUID, ...] = ()
    title: str = ""
    stage: int = 0
