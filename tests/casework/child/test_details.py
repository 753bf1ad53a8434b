"""The child's own facts, corrected by two at once and never into what the census refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.child.actions import change_child
from casework.child.forms import OF_CHILD
from records.conflicts import Conflict

pytestmark = pytest.mark.django_db


def answers(child, **changes):
    sent = {name: getattr(child, name) for name in OF_CHILD}
    sent |= {"school": child.school_id, "lock_version": child.lock_version} | changes
    return {name: value for name, value in sent.items() if value is not None}


def test_details_are_corrected_by_form(child, episode, sw, sign_in):
    client, url = sign_in(sw), reverse("casework:child-edit", args=[child.pk])
    assert "Tomasz" in client.get(url).content.decode()
    told = answers(child, upn="Q885200000001", disabilities=["HEAR", "LD"])
    response = client.post(url, told)
    assert response.status_code == 302, response.context["form"].errors
    child.refresh_from_db()
    assert (child.upn, child.disabilities) == ("Q885200000001", ["HEAR", "LD"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"upn": "A885200000001"}, "slip in it"),
        ({"disabilities": ["NONE", "LD"]}, "not both"),
        ({"dob": ""}, "Give the date of birth, or the expected date"),
        ({"date_of_death": "2001-01-01"}, "before the date of birth"),
    ],
)
def test_what_cannot_be_is_said_beside_the_question(child, episode, sw, sign_in, changes, said):
    url = reverse("casework:child-edit", args=[child.pk])
    response = sign_in(sw).post(url, answers(child, **changes))
    assert response.status_code == 200
    assert said in response.content.decode()


def test_a_day_still_to_come_is_refused(child, sw, today):
    with pytest.raises(ValidationError, match="still to come"):
        change_child(
            child=child, began_from=child.lock_version,
            facts={"date_of_death": today + timedelta(days=1)}, on=today, by=sw,
        )  # fmt: skip


def test_two_editors_do_not_overwrite_each_other(child, sw, today):
    given = {"child": child, "began_from": child.lock_version, "on": today, "by": sw}
    change_child(facts={"known_as": "Tomek"}, **given)
    with pytest.raises(Conflict):
        change_child(facts={"known_as": "Tom"}, **given)
