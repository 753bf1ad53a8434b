"""Which rows about people somebody may read."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.permissions import Permission

if TYPE_CHECKING:
    from accounts.models import Person

NOBODY = Q(pk__in=[])


def people_seen_by(person: "Person") -> Q:
    """Administrators read the whole directory; everybody else reads themselves."""
    return Q() if person.may(Permission.PEOPLE_VIEW) else Q(pk=person.pk)


def refusals_seen_by(person: "Person") -> Q:
    """Refusals are read by who looks after access and by the quality auditor; by nobody else."""
    return Q() if person.may(Permission.REFUSALS_VIEW) else NOBODY
