"""What a person was told is theirs alone: nobody reads another's notices."""

from django.db.models import Q


def own(person) -> Q:
    return Q(recipient=person)
