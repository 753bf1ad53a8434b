"""A life story and its parts, as its pages read them."""

from dataclasses import dataclass

from casework.direct_work.life_story.completeness import missing
from casework.direct_work.life_story.models import (
    LifeStory,
    LifeStoryChapter,
    LifeStoryGap,
    LifeStoryPhoto,
    LifeStorySource,
)
from records.actions import record_type
from records.models import StateChange
from records.states import Move


@dataclass(frozen=True)
class Parts:
    """Everything in a story; four queries."""

    sources: list[LifeStorySource]
    gaps: list[LifeStoryGap]
    chapters: list[LifeStoryChapter]
    photos: list[LifeStoryPhoto]

    @property
    def lacks(self) -> list[str]:
        return missing(
            sources=self.sources, gaps=self.gaps, chapters=self.chapters, photos=self.photos
        )

    @property
    def usable_photos(self) -> list[LifeStoryPhoto]:
        """Those whose owner said yes: only they stand in the book."""
        return [one for one in self.photos if one.permission == LifeStoryPhoto.Permission.YES]


def parts_of(story: LifeStory) -> Parts:
    return Parts(
        sources=list(LifeStorySource.objects.filter(story=story)),
        gaps=list(LifeStoryGap.objects.filter(story=story)),
        chapters=list(LifeStoryChapter.objects.filter(story=story)),
        photos=list(LifeStoryPhoto.objects.filter(story=story).select_related("attachment")),
    )


def next_chapter(story: LifeStory) -> int:
    last = LifeStoryChapter.objects.filter(story=story).last()
    return last.position + 1 if last else 1


def last_return(story: LifeStory) -> StateChange | None:
    rows = StateChange.objects.filter(
        record_type=record_type(story), record_id=story.pk, move=Move.RETURN
    )
    return rows.select_related("by").last()
