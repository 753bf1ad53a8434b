"""Every night: days that nobody entered are lost after a week, and the steps move with them."""

from datetime import date, timedelta

from placements.models.placement import PracticePlacement
from placements.subjects import TIMELINE
from timescales.actions import Changes, refresh

# The panel of a placement that was completed may still be ahead; a year is longer than any waits.
AFTER = timedelta(days=365)


def refresh_running(*, on: date) -> Changes:
    """Derive the steps of every placement that is running, coming, or ended not long ago."""
    rows = PracticePlacement.objects.exclude(ends_on__lt=on - AFTER)
    return refresh(TIMELINE, list(rows.values_list("pk", flat=True)))
