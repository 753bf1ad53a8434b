"""A life story in words: where it stands."""

from accounts.models import Person
from casework.direct_work.life_story.models import LifeStory
from casework.direct_work.presenters import Tag
from records.states import State


def state_tag(story: LifeStory, reader: Person) -> Tag:
    if story.handed_on:
        return Tag("Handed over", "green")
    mine = story.author_id == reader.pk
    return {
        State.DRAFT: Tag("Being written", "grey"),
        State.SUBMITTED: Tag("Waiting for the sensitivity check", "blue"),
        State.RETURNED: Tag("Returned to you" if mine else "Returned", "amber"),
        State.COUNTERSIGNED: Tag("Waiting for the manager", "blue"),
        State.AUTHORISED: Tag("Approved, to hand over", "amber"),
    }.get(State(story.state), Tag(story.get_state_display(), "grey"))
