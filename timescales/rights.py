"""The right to a record, asked again just before something is told about it."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from accounts.models import Person
from notices.models import Notice
from timescales import registry

logger = logging.getLogger(__name__)


def still_allowed(notices: Sequence[Notice]) -> set[UUID]:
    """Ids of those `notices` whose recipient may still see what they are about.

    One query for each recipient and kind of root. What no room answers for is told to nobody.
    """
    theirs: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in notices:
        theirs[notice.recipient_id].append(notice)
    people = Person.objects.in_bulk(theirs)
    return {pk for person, rows in theirs.items() for pk in open_to(people[person], rows)}


def open_to(person: Person, notices: Sequence[Notice]) -> set[UUID]:
    """The same for one person's notices; one query for each kind of root."""
    allowed = {notice.pk for notice in notices if notice.root_id is None}
    asked: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.root_id is not None:
            asked[notice.root_type].append(notice)
    for root_type, rows in asked.items():
        try:
            visible = registry.visible_roots(
                person, root_type, {row.root_id for row in rows if row.root_id}
            )
        except registry.NobodyAnswers:
            logger.error("no room answers for roots of type %s; notices withheld", root_type)
            continue
        allowed |= {row.pk for row in rows if row.root_id in visible}
    return allowed
