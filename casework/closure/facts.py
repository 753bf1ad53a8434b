"""What the record says when somebody asks to close an episode; reads only."""

from datetime import date

from django.db import connection
from django.db.models import Exists

from casework.closure.rules import ClosingFacts
from casework.episode.models import Episode


def closing_facts(episode: Episode) -> ClosingFacts:
    """In two queries."""
    came_to = (episode.enquiries.all(), episode.conferences.held(), episode.plans.all())
    asked = Episode.objects.filter(pk=episode.pk).values_list(*map(Exists, came_to))
    has_enquiry, has_conference, has_plan = asked.get()
    return ClosingFacts(
        kind=episode.kind,
        opened_on=episode.opened_on,
        last_work_on=last_work_on(episode),
        died_on=episode.child.date_of_death,
        assessed_on=episode.assessment_authorised_on,
        has_enquiry=has_enquiry,
        has_conference=has_conference,
        has_plan=has_plan,
    )


def last_work_on(episode: Episode) -> date | None:
    """The latest date of anything recorded on the episode, asked of every table that has joined
    the rule “nothing after closure”; workers' own parts do not count, closing ends those.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_last_day_of(%s, 'casework_allocation')", [episode.pk])
        row = cursor.fetchone()
    return row[0] if row else None
