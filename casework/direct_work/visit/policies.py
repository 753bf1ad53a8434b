"""Who may read, write and sign what a visit says, as sentences and then as the rule."""

from uuid import UUID

from django.db.models import Q

from records.states import State


def text_shows(person_id: UUID) -> Q:
    """Who sees the child knows of each visit: that it is planned, held, and whether the child was

    seen. What was written of it you read when you wrote it, once it was sent, or when it raises a
    worry, since you may be told of it.
    """
    return Q(author=person_id) | ~Q(state=State.DRAFT) | Q(worry=True)


def shows(person_id: UUID) -> Q:
    """Of somebody else's draft you know that the visit is planned, and that a child was not

    seen: nobody waits for a signature to learn of that.
    """
    return text_shows(person_id) | Q(outcome__in=["", "not_held", "not_seen"])


def may_read_text(person_id: UUID, *, author_id: UUID, state: str, worry: bool | None) -> bool:
    """The same sentence, asked of one visit."""
    return author_id == person_id or state != State.DRAFT or bool(worry)
