"""Loads the whole demo into an empty database."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Person
from casework.direct_work.tool.models import Tool
from notices.actions import acknowledge
from notices.models import Notice
from pop_portal.demo import cast, placing, team
from pop_portal.demo.endings import tell_endings
from pop_portal.demo.families import read_families
from pop_portal.demo.lives import tell_lives
from pop_portal.demo.plans import tell_plans
from pop_portal.demo.protections import tell_protections
from pop_portal.demo.stage import Stage
from pop_portal.demo.stories import SEED, Telling, conflict_of_interest, read_themes
from pop_portal.demo.visits import tell_visits

# What is older than this was read long ago; newer notices still wait in people's lists.
READ_AFTER = timedelta(days=4)


class NotHere(Exception):
    """This is not a practice copy, or it holds people already."""


def is_loaded() -> bool:
    return Person.objects.exists()


def load(progress: Callable[[int, int], None]) -> None:
    """Play the demo. Raises NotHere in production and in a database that is not empty."""
    if not settings.DEMO:
        raise NotHere("The demo loads only where DEMO is on: it must never meet real children.")
    if is_loaded():
        raise NotHere("This database holds people already: the demo wants an empty one.")
    now = timezone.localtime()
    stage = Stage(today=now.date(), now=now)
    team.found(stage, Random(SEED))
    placing.found(stage, Random(SEED))
    tools, themes, chance = Tool.objects.in_bulk(field_name="code"), read_themes(), Random(SEED)
    families = read_families()
    for family in families:
        Telling(stage, family, themes[family.theme], chance, tools).tell()
    tell_lives(stage, families, Random(SEED))
    tell_plans(stage, families)
    tell_protections(stage, families)
    tell_visits(stage, families, Random(SEED))
    tell_endings(stage)
    stage.at(stage.day(8), 9, lambda: conflict_of_interest(stage))
    stage.play(progress)
    _read_old_notices(now)
    # One slow hash for everybody: they share the password anyway.
    Person.objects.update(password=make_password(cast.PASSWORD))


def _read_old_notices(now) -> None:
    """People read their notices; without this the first digest would tell two years."""
    old = Notice.objects.standing().filter(created_at__lt=now - READ_AFTER)
    for person in Person.objects.filter(notices__in=old).distinct():
        acknowledge(
            notices=list(old.filter(recipient=person).values_list("pk", flat=True)), by=person
        )
