"""The rows of a placement are seen by who sees the placement."""

from datetime import date

from django.db import models

from accounts.models import Person
from placements.models.placement import visible_placements


class OfPlacement(models.QuerySet):
    """Rows whose placement the person may read."""

    def visible_to(self, person: Person, on: date | None = None):
        return self.filter(placement__in=visible_placements(person, on))
