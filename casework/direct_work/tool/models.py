"""Ways of working with a child."""

import pghistory
from django.db import models
from django.db.models.functions import Lower


class ToolQuerySet(models.QuerySet["Tool"]):
    def in_use(self) -> "ToolQuerySet":
        return self.filter(is_in_use=True)


@pghistory.track()
class Tool(models.Model):
    """A way of working with a child, from the library."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    helps_with = models.CharField("what it helps with", max_length=300)
    how = models.TextField("how to use it")
    bring = models.CharField("what to bring", max_length=200, blank=True)
    ages = models.CharField(max_length=60, blank=True)
    take_care = models.CharField("take care", max_length=300, blank=True)
    is_in_use = models.BooleanField("offered for new sessions", default=True)

    objects = ToolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="casework_tool_name_once",
                violation_error_message="A tool of this name is in the library already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
