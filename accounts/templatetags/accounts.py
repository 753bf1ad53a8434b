"""What templates ask about people."""

from django import template

from accounts import second_factor
from accounts.models import Person

register = template.Library()


@register.filter
def needs_second_factor(person: Person) -> bool:
    return second_factor.is_required_of(person)
