"""Records that lie unfinished with their author: begun and never sent, or returned and left."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.reporting import practice_educator_of
from casework.direct_work.clocks import ROOT
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.models import Visit
from notices.actions import NewNotice, notify_many
from records.actions import record_type
from records.models import StateChange
from records.states import State


@transaction.atomic
def raise_idle_drafts(*, now: datetime) -> int:
    """Tell each author's practice educator, once a week, of records that lie with their author.

    An author without one is told themselves. Nothing is deleted. Says how many lie there.
    """
    idle_since = now - timedelta(days=settings.UNSENT_IDLE_DAYS)
    rows = [*_lying(DirectWorkSession.objects.unfinished(), idle_since)]
    rows += _lying(Visit.objects.unfinished(), idle_since)
    on = timezone.localdate(now)
    educators = {
        author: practice_educator_of(author, on) for author in {row.author for row in rows}
    }
    notify_many(_notice(row, educators[row.author], on) for row in rows)
    return len(rows)


def _lying(records: QuerySet[Any], since: datetime) -> list[Any]:
    """Those last begun or returned before that moment."""
    moved = StateChange.objects.filter(
        record_type=record_type(records.model), record_id=OuterRef("pk")
    )
    rows = records.annotate(
        lies_since=Coalesce(Subquery(moved.order_by("-at").values("at")[:1]), "created_at")
    )
    return list(rows.filter(Q(lies_since__lt=since)).select_related("child", "author"))


def _notice(row: Any, educator: Person | None, on: date) -> NewNotice:
    what = "session" if isinstance(row, DirectWorkSession) else "visit"
    days = (on - timezone.localdate(row.lies_since)).days
    state = "came back and is not sent again" if row.state == State.RETURNED else "is not sent"
    line = f"{row.child.reference}: a {what} of {row.happened_on:%-d %B} {state} for {days} days"
    year, week, _ = on.isocalendar()
    return NewNotice(
        recipient_id=(educator or row.author).pk,
        key=f"direct_work.idle.{row.pk}.{year}.{week}",
        line=f"{row.author.name}, {line}" if educator else line,
        path=reverse(f"casework:{what}-place", args=[row.pk]),
        root_type=ROOT,
        root_id=row.episode_id,
        about_id=row.pk,
    )
