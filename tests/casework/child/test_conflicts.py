"""A worker says that they know a family; the manager finds out which child is meant."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.child.actions import declare_conflict, settle_conflict
from casework.child.models import Child, DeclaredConflict
from notices.models import Notice

pytestmark = pytest.mark.django_db


def test_a_student_declares_a_child_they_see_and_it_vanishes(child, episode, sign_in, student, tm):
    client = sign_in(student)
    response = client.post(
        reverse("casework:conflict-declare"),
        {"about": "child", "child": str(child.pk), "nature": "My sister coaches them."},
    )
    assert response.status_code == 302
    assert not Child.objects.visible_to(student).exists()
    (notice,) = Notice.objects.filter(recipient=tm, key__startswith="child.conflict.")
    assert child.reference in notice.line
    assert "Sikorski" not in notice.line


def test_a_family_is_declared_in_words(sign_in, student, tm):
    url = reverse("casework:conflict-declare")
    client = sign_in(student)
    refused = client.post(url, {"about": "words", "nature": "Neighbours"})
    assert "family_name" in refused.context["form"].errors
    client.post(url, {"about": "words", "family_name": "Sikorski", "nature": "Neighbours"})
    conflict = DeclaredConflict.objects.get()
    assert (conflict.person, conflict.child, conflict.family_name) == (student, None, "Sikorski")
    (notice,) = Notice.objects.filter(recipient=tm)
    assert "Sikorski" not in notice.line


def test_nobody_declares_a_child_they_cannot_see(child, sign_in, student):
    response = sign_in(student).post(
        reverse("casework:conflict-declare"),
        {"about": "child", "child": str(child.pk), "nature": "Trying"},
    )
    assert "child" in response.context["form"].errors
    assert not DeclaredConflict.objects.exists()


def test_the_manager_is_shown_who_may_be_meant_and_settles_by_reference(
    child, episode, sign_in, student, tm, today
):
    conflict = declare_conflict(
        person=student, family_name="Sikorsky", nature="Neighbours", on=today, by=student
    )
    url = reverse("casework:conflict-settle", args=[conflict.pk])
    client = sign_in(tm)
    assert "Tomasz Sikorski" in client.get(url).content.decode()
    refused = client.post(url, {"outcome": "child", "reference": "NONE1"})
    assert "reference" in refused.context["form"].errors
    client.post(url, {"outcome": "child", "reference": child.reference.lower()})
    conflict.refresh_from_db()
    assert (conflict.child, conflict.settled_by) == (child, tm)


def test_no_child_of_ours_needs_a_sentence(sign_in, student, tm, today):
    conflict = declare_conflict(
        person=student, family_name="Elsewhere", nature="Cousins", on=today, by=student
    )
    with pytest.raises(ValidationError) as refused:
        settle_conflict(conflict=conflict, child=None, how=" ", on=today, by=tm)
    assert "how" in refused.value.message_dict
    settle_conflict(conflict=conflict, child=None, how="Asked, moved to Leeds", on=today, by=tm)
    with pytest.raises(ValidationError, match="already"):
        settle_conflict(conflict=conflict, child=None, how="Again", on=today, by=tm)


def test_a_conflict_says_whom_or_what(student, today):
    with pytest.raises(ValidationError, match="which child, family or school"):
        declare_conflict(person=student, nature="Hmm", on=today, by=student)


def test_the_list_is_the_managers_and_puts_first_what_is_to_settle(
    child, sign_in, student, tm, pe, outsider, today, queries_for
):
    declare_conflict(person=student, child=child, nature="Coach", on=today, by=student)
    declare_conflict(person=pe, family_name="Open", nature="School", on=today, by=pe)
    url = reverse("casework:conflict-list")
    html = sign_in(tm).get(url).content.decode()
    assert html.index("To settle") < html.index("Hidden from them")
    assert sign_in(student).get(url).status_code == 403
    foreign = declare_conflict(
        person=outsider, family_name="Far", nature="Else", on=today, by=outsider
    )
    client = sign_in(tm)
    assert "Else" not in client.get(url).content.decode()
    assert client.get(reverse("casework:conflict-settle", args=[foreign.pk])).status_code == 404
    few = queries_for(lambda: client.get(url))
    for number in range(20):
        declare_conflict(
            person=student, family_name=f"Name{number}", nature="x", on=today, by=student
        )
    assert queries_for(lambda: client.get(url)) == few


def test_search_words_stay_out_of_the_address(child, episode, sign_in, sw):
    client = sign_in(sw)
    response = client.post(reverse("casework:child-find"), {"words": "Sikorski"})
    assert "ikorski" not in response["Location"]
    assert "Tomasz Sikorski" in client.get(response["Location"]).content.decode()
    gone = client.get(reverse("casework:child-found", args=["nothing"])).content.decode()
    assert "no longer kept" in gone


def test_an_empty_search_is_refused_in_words(sign_in, sw):
    response = sign_in(sw).post(reverse("casework:child-find"), {"words": " "})
    assert "Enter two letters" in response.content.decode()
