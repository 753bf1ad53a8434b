"""`{% load timescales %}`: a clock's tag and its explanation."""

from typing import Any

from django import template
from django.utils import timezone

from timescales import presenters
from timescales.models import Deadline

register = template.Library()


@register.inclusion_tag("components/clock_tag.html")
def clock_tag(deadline: Deadline) -> dict[str, Any]:
    """`{% clock_tag deadline %}`: where it stands now, in words, shape and colour."""
    return {"tag": presenters.tag(deadline, timezone.now())}


@register.filter
def clock_sentence(deadline: Deadline) -> str:
    return presenters.sentence(deadline)
