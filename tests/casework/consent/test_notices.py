"""What is told about a child's record leads to it only while it opens."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.child.actions import restrict_child
from tests.notices.factories import tell

pytestmark = pytest.mark.django_db


def test_a_notice_about_a_record_closed_since_leads_nowhere(sign_in, child, episode, student, tm):
    path = reverse("casework:consent-list", args=[child.pk])
    tell(student, path=path, root_type="casework.child", root_id=child.pk)
    client, address = sign_in(student), reverse("notices:notice-list")
    assert f'href="{path}"' in client.get(address).content.decode()
    restrict_child(
        child=child,
        why="Family of a member of staff",
        named=[],
        starts_on=timezone.localdate(),
        by=tm,
    )
    html = client.get(address).content.decode()
    assert f'href="{path}"' not in html
    assert "not open to you now" in html
