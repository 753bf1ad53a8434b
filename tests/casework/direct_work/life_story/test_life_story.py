"""Life story work: gathered, checked by another, approved, handed over, a copy kept."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.chronology.models import ChronologyEntry
from casework.direct_work.life_story.actions import (
    add_photo,
    approve_story,
    check_and_sign,
    hand_over,
    return_story,
    save_part,
    send_story,
)
from casework.direct_work.life_story.models import LifeStoryChapter, LifeStoryGap, LifeStoryPhoto
from records.actions import NotAllowed
from records.states import State
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.usefixtures("episode")
CHECK = {"others": "Nan agreed to her name.", "ready": "With his carer, after school."}


@staged
def story(child, student, today):
    return scene.a_life_story(child, by=student, on=today)


def page(name, story) -> str:
    return reverse(f"casework:life-story-{name}", args=[story.pk])


def approved(story, student, sw, tm):
    send_story(story=story, by=student)
    check_and_sign(story=story, by=sw, **CHECK)
    return approve_story(story=story, by=tm)


def handed(story, by, on, **changes):
    given = {"on": on, "to": "Tomasz", "childs_answer": "It is mine.", "copy_where": "File 7"}
    return hand_over(story=story, by=by, **(given | changes))


def test_from_the_first_source_to_the_childs_hands(story, child, student, sw, tm, today):
    with pytest.raises(NotAllowed):
        handed(story, student, today)
    approved(story, student, sw, tm)
    handed(story, student, today)
    story.refresh_from_db()
    assert (story.state, story.handed_on, story.copy_where) == (State.AUTHORISED, today, "File 7")
    entry = ChronologyEntry.objects.get(kind="casework.life_story_handed_over")
    assert entry.details["words"] == "It is mine."
    with pytest.raises(NotAllowed):
        handed(story, student, today)


def test_a_copy_is_kept_or_it_is_not_handed_over(story, student, sw, tm, today):
    approved(story, student, sw, tm)
    with pytest.raises(ValidationError, match="a copy is kept"):
        handed(story, student, today, copy_where="")


def test_what_it_lacks_keeps_it_from_being_sent(story, student):
    save_part(part=LifeStoryGap(story=story), fields={"question": "Where Dad is"}, by=student)
    add_photo(
        story=story,
        file=SimpleUploadedFile("b.png", scene.PNG, content_type="image/png"),
        fields={"owner": "Nan"},
        by=student,
    )
    with pytest.raises(ValidationError) as refused:
        send_story(story=story, by=student)
    assert refused.value.messages == [
        "1 gap without honest words for the child.",
        "1 photograph whose owner has not been asked.",
    ]


def test_the_check_is_made_by_another_who_answers_for_the_child(story, student, sw, pe, tm):
    send_story(story=story, by=student)
    for person in (student, pe):
        with pytest.raises(NotAllowed):
            check_and_sign(story=story, by=person, **CHECK)
    with pytest.raises(ValidationError):
        check_and_sign(story=story, by=sw, others=" ", ready="")
    with pytest.raises(NotAllowed):
        approve_story(story=story, by=tm)
    check_and_sign(story=story, by=sw, **CHECK)
    with pytest.raises(NotAllowed):
        approve_story(story=story, by=sw)


def test_who_signed_first_does_not_approve_too(story, student, tm):
    send_story(story=story, by=student)
    check_and_sign(story=story, by=tm, **CHECK)
    with pytest.raises(NotAllowed):
        approve_story(story=story, by=tm)


def test_a_returned_book_is_checked_anew(story, student, sw, tm):
    send_story(story=story, by=student)
    check_and_sign(story=story, by=sw, **CHECK)
    return_story(story=story, comment="Softer words on page two.", by=tm)
    send_story(story=story, by=student)
    story.refresh_from_db()
    assert (story.sensitivity_at, story.sensitivity_by) == (None, None)


def test_what_is_signed_does_not_change(story, student, sw):
    send_story(story=story, by=student)
    with pytest.raises(NotAllowed):
        save_part(part=LifeStoryChapter(story=story), fields={"title": "More"}, by=student)
    check_and_sign(story=story, by=sw, **CHECK)
    with pytest.raises(InternalError), transaction.atomic():
        LifeStoryChapter.objects.filter(story=story).update(text="Other")


def test_a_photograph_without_a_yes_stays_out_of_the_book(sign_in, story, student):
    photo = story.photos.get()
    client = sign_in(student)
    address = reverse("casework:life-story-photo", args=[photo.pk])
    assert address in client.get(page("print", story)).content.decode()
    LifeStoryPhoto.objects.filter(pk=photo.pk).update(permission="no")
    assert address not in client.get(page("print", story)).content.decode()


def test_only_who_may_see_the_child_gets_the_picture(sign_in, story, student, outsider):
    address = reverse("casework:life-story-photo", args=[story.photos.get().pk])
    assert sign_in(outsider).get(address).status_code == 404
    answer = sign_in(student).get(address)
    assert answer["Content-Type"] == "image/png"
    assert answer.getvalue() == scene.PNG


def test_on_its_pages(sign_in, child, student, sw, tm, today):
    client = sign_in(student)
    begin = reverse("casework:life-story-begin", args=[child.pk])
    client.post(begin, {"title": "My book", "why": "He asked who he looks like."})
    story = child.life_stories.get()

    def add(part, **fields):
        new = reverse("casework:life-story-part-new", args=[story.pk, part])
        return client.post(new, fields)

    add("source", kind="family", who="Nan", standing="given")
    add("chapter", position="1", title="The day you were born", text="It was a Saturday.")
    refused = add("photo", owner="Nan", permission="yes")
    assert {"file", "permission_from", "permission_on"} <= set(refused.context["form"].errors)
    letter = SimpleUploadedFile("a.png", b"Dear Nan", content_type="image/png")
    refused = add("photo", owner="Nan", permission="not_asked", file=letter)
    assert "something else" in refused.context["form"].errors["file"][0]
    add(
        "photo",
        file=SimpleUploadedFile("a.png", scene.PNG, content_type="image/png"),
        owner="Nan",
        permission="not_asked",
    )
    shown = client.get(page("detail", story)).content.decode()
    assert "1 photograph whose owner has not been asked." in shown
    photo = story.photos.get()
    change = reverse("casework:life-story-part", args=["photo", photo.pk])
    client.post(change, {
        "owner": "Nan", "permission": "yes", "permission_from": "Nan", "lock_version": "0",
        "permission_on_day": today.day, "permission_on_month": today.month,
        "permission_on_year": today.year,
    })  # fmt: skip
    client.post(page("send", story))
    sign_in(sw).post(page("check", story), CHECK)
    sign_in(tm).post(page("approve", story))
    story.refresh_from_db()
    assert story.state == State.AUTHORISED
    sign_in(student).post(page("hand-over", story), {
        "handed_on_day": today.day, "handed_on_month": today.month, "handed_on_year": today.year,
        "handed_to": "Tomasz", "copy_where": "File 7",
    })  # fmt: skip
    assert "Handed over" in client.get(page("detail", story)).content.decode()


def test_its_page_costs_the_same_however_much_is_in_it(sign_in, story, student):
    client, costs = sign_in(student), []
    client.get(page("detail", story))
    for count in (2, 18):
        for number in range(count):
            save_part(
                part=LifeStoryChapter(story=story),
                fields={"position": number + 2, "title": "Next", "text": "So."},
                by=student,
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(page("detail", story))
        costs.append(len([row for row in asked if "SAVEPOINT" not in row["sql"]]))
    assert costs[0] == costs[1] <= 15
