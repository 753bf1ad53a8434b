"""What templates ask about people."""

from django import template

from accounts import second_factor
from accounts.models import Person
from accounts.opening import may_open

register = template.Library()


@register.filter
def needs_second_factor(person: Person) -> bool:
    return second_factor.is_required_of(person)


@register.filter
def opened_by(path: str, person: Person) -> bool:
    """`{% if record.path|opened_by:request.user %}`: a link only where it leads somewhere."""
    return may_open(person, path)
