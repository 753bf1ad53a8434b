"""What a life story still lacks before it may be sent for approval: pure."""

from collections.abc import Collection

from casework.direct_work.life_story.models import (
    LifeStoryChapter,
    LifeStoryGap,
    LifeStoryPhoto,
    LifeStorySource,
)


def missing(
    *,
    sources: Collection[LifeStorySource],
    gaps: Collection[LifeStoryGap],
    chapters: Collection[LifeStoryChapter],
    photos: Collection[LifeStoryPhoto],
) -> list[str]:
    """Sentences, in the order in which the work is done."""
    waiting = [one for one in sources if one.standing in ("to_ask", "asked")]
    silent = [one for one in gaps if not one.answer.strip() and not one.words_for_child.strip()]
    empty = [one for one in chapters if not one.text.strip()]
    unasked = [one for one in photos if one.permission == LifeStoryPhoto.Permission.NOT_ASKED]
    lacks = []
    if not sources:
        lacks.append("Name at least one source.")
    if waiting:
        lacks.append(f"{_many(waiting, 'source')} not answered yet: ask, or say they cannot help.")
    if silent:
        lacks.append(f"{_many(silent, 'gap')} without honest words for the child.")
    if not chapters:
        lacks.append("Write at least one chapter.")
    if empty:
        lacks.append(f"{_many(empty, 'chapter')} without a text.")
    if unasked:
        lacks.append(f"{_many(unasked, 'photograph')} whose owner has not been asked.")
    return lacks


def _many(rows: Collection[object], noun: str) -> str:
    return f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}"
