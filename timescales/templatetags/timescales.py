"""`{% load timescales %}`: a clock's tag and its explanation."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from govuk import drawn
from timescales import presenters
from timescales.models import Deadline

register = template.Library()


@register.simple_tag
def clock_tag(deadline: Deadline) -> SafeString:
    """`{% clock_tag deadline %}`: where it stands now, in words, shape and colour."""
    tag = presenters.tag(deadline, timezone.now())
    return drawn.tag(tag.text, tag.kind, shape=True)


@register.filter
def clock_sentence(deadline: Deadline) -> str:
    return presenters.sentence(deadline)
