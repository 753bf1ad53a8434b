"""How attendance and other education facts are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from casework.child.models import Child
from casework.episode.models import Episode
from casework.family.education.models import Attendance, EducationFact
from casework.family.education.phases import phase_of, shares
from govuk.charts import Bar, Chart, Series, bar_chart, line_chart, number

Kind = EducationFact.Kind
# Persistent absence begins below nine sessions in ten. Source: the DfE's attendance statistics.
PERSISTENT = 90
WORRYING = {Kind.EXCLUSION, Kind.CME, Kind.NEET, Kind.SUSPENSION}


def spells_of(child: Child) -> list[tuple[date, date | None]]:
    """First and last days of every spell of work with the child, in order; one query."""
    rows = Episode.objects.filter(child=child).order_by("opened_on")
    return list(rows.values_list("opened_on", "closed_on"))


def over_time(readings: Sequence[Attendance]) -> Chart | None:
    """Attendance at the end of each period; a table under it."""
    if not readings:
        return None
    ordered = sorted(readings, key=lambda row: row.ends_on)
    chart = line_chart(
        "Attendance",
        [Series("Attendance", "%", [(row.ends_on, row.percent) for row in ordered])],
        highest=100,
    )
    return Chart(
        title=chart.title,
        drawing=chart.drawing,
        head=["Period", "Attended", "Of", "Share"],
        rows=[
            [period(row), str(row.attended), str(row.possible), f"{number(row.percent)}%"]
            for row in ordered
        ],
        note="Each point is the last day of a period, in per cent of possible half-day sessions.",
    )


def by_phase(
    readings: Sequence[Attendance], spells: Sequence[tuple[date, date | None]]
) -> Chart | None:
    """Before, during and after the work beside each other. It describes; it proves no cause."""
    counted, across = shares(readings, spells)
    if not any(share.possible for share in counted):
        return None
    note = "In per cent of possible half-day sessions."
    if across:
        words = "period lies" if across == 1 else "periods lie"
        note += f" {across} {words} across the first or last day of the work and is in none."
    return bar_chart(
        "Attendance before, during and after the work",
        [
            Bar(
                share.phase.value,
                share.percent or 0,
                text=f"{number(share.percent)}% of {share.possible} sessions"
                if share.percent is not None
                else "no figures",
            )
            for share in counted
        ],
        note=note,
        head=("", "Per cent", ""),
    )


def reading_rows(
    readings: Sequence[Attendance], spells: Sequence[tuple[date, date | None]]
) -> list[dict[str, Any]]:
    """Newest first, each with its phase."""
    rows = []
    for row in sorted(readings, key=lambda one: one.ends_on, reverse=True):
        phase = phase_of(row, spells)
        rows.append(
            {
                "reading": row,
                "period": period(row),
                "percent": f"{number(row.percent)}%",
                "low": row.percent < PERSISTENT,
                "phase": phase.value if phase else "",
                "source": source(row),
            }
        )
    return rows


def fact_rows(facts: Sequence[EducationFact], on: date) -> list[dict[str, Any]]:
    """Those that hold today first, then the latest."""
    ordered = sorted(facts, key=lambda fact: (not _holds(fact, on), -fact.starts_on.toordinal()))
    return [
        {
            "fact": fact,
            "what": fact.get_kind_display(),
            "when": period(fact),
            "holds": _holds(fact, on),
            "worrying": fact.kind in WORRYING,
            "days": number(float(fact.school_days)) if fact.school_days else "",
            "source": source(fact),
        }
        for fact in ordered
    ]


def suspended_days(facts: Sequence[EducationFact]) -> str:
    """School days lost to suspension, all told."""
    days = sum(float(fact.school_days or 0) for fact in facts if fact.kind == Kind.SUSPENSION)
    return number(days) if days else ""


def period(row: Attendance | EducationFact) -> str:
    if row.ends_on is None:
        return f"Since {row.starts_on:%-d %b %Y}"
    if row.ends_on == row.starts_on:
        return f"{row.starts_on:%-d %b %Y}"
    return f"{row.starts_on:%-d %b %Y} to {row.ends_on:%-d %b %Y}"


def source(row: Attendance | EducationFact) -> str:
    return f"{row.get_source_display()}, {row.said_on:%-d %b %Y}"


def _holds(fact: EducationFact, on: date) -> bool:
    return fact.starts_on <= on and (fact.ends_on is None or fact.ends_on >= on)
