"""What an assessment begins with: words from elsewhere on the record, offered and never assumed.

The last assessment is offered section by section. Signed sessions and visits offer their day, the
child's words and what was made of it. The person who writes accepts or removes each before the
assessment is sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.assessment.models import Assessment, AssessmentSuggestion
from casework.assessment.sections import SECTIONS, Kind
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.codes import Alone
from casework.direct_work.visit.models import Visit
from records.actions import record_type

# Sections whose last text helps to begin; the danger statements, scales and codes are made anew.
CARRIED_OVER = tuple(
    one.key for one in SECTIONS if one.kind == Kind.TEXT and one.key not in {"reason", "analysis"}
)
# Of each kind of meeting: more than these nobody reads through before writing.
OFFERED = 8


@dataclass(frozen=True)
class Meeting:
    """A signed session or visit, as far as it is offered. `alone` is None where nobody was seen."""

    kind: str
    source: DirectWorkSession | Visit
    on: date
    alone: bool | None
    place: str
    words: str
    analysis: str


def day_in_words(day: date, on: date) -> str:
    """ "3 May", with its year where that is not the year of `on`."""
    return f"{day:%-d %B}" if day.year == on.year else f"{day:%-d %B %Y}"


def meetings_since(child_id: UUID, since: date | None) -> list[Meeting]:
    """The newest signed sessions and visits after that day, oldest first."""
    sessions = DirectWorkSession.objects.final().filter(child=child_id)
    visits = Visit.objects.final().happened().filter(child=child_id)
    if since:
        sessions = sessions.filter(happened_on__gt=since)
        visits = visits.filter(happened_on__gt=since)
    newest = ("-happened_on", "-created_at")
    found = [
        *(_of_session(row) for row in sessions.order_by(*newest)[:OFFERED]),
        *(_of_visit(row) for row in visits.order_by(*newest)[:OFFERED]),
    ]
    return sorted(found, key=lambda one: one.on)


def _of_session(row: DirectWorkSession) -> Meeting:
    seen = row.seen_alone != row.SeenAlone.NOT_SEEN
    return Meeting(
        kind="session",
        source=row,
        on=row.happened_on,
        alone=(row.seen_alone == row.SeenAlone.YES) if seen else None,
        place=row.place_other or (str(row.get_place_display()) if row.place else ""),
        words=row.childs_words,
        analysis=row.analysis,
    )


def _of_visit(row: Visit) -> Meeting:
    seen = row.outcome == "seen"
    assert row.happened_on is not None
    return Meeting(
        kind="visit",
        source=row,
        on=row.happened_on,
        alone=(row.seen_alone == Alone.YES) if seen else None,
        place=row.place_other or (str(row.get_place_display()) if row.place else ""),
        words=row.childs_words,
        analysis=row.analysis,
    )


def from_last(assessment: Assessment, last: Assessment, on: date) -> Iterator[AssessmentSuggestion]:
    """Section by section what the last assessment said."""
    day = day_in_words(last.authorised_on or last.started_on, on)
    for section in last.sections.filter(key__in=CARRIED_OVER):
        if section.text or section.more:
            yield AssessmentSuggestion(
                assessment=assessment,
                section_key=section.key,
                label=f"From the assessment of {day}",
                text=section.text,
                more=section.more,
                source_type=record_type(last),
                source_id=last.pk,
            )


def from_meetings(
    assessment: Assessment, meetings: Iterable[Meeting], on: date
) -> Iterator[AssessmentSuggestion]:
    """The day the child was seen with their words, and what the worker made of it."""
    for one in meetings:
        if one.alone is not None or one.words:
            seen = {"seen_on": one.on, "seen_alone": one.alone, "place": one.place}
            facts = seen if one.alone is not None else {}
            yield _offer(assessment, one, "seen", on, text=one.words, **facts)
        if one.analysis:
            yield _offer(assessment, one, "analysis", on, text=one.analysis)


def _offer(
    assessment: Assessment, one: Meeting, key: str, on: date, **words
) -> AssessmentSuggestion:
    return AssessmentSuggestion(
        assessment=assessment,
        section_key=key,
        label=f"From {one.kind} of {day_in_words(one.on, on)}",
        source_type=record_type(one.source),
        source_id=one.source.pk,
        **words,
    )


def offer_anew(assessment: Assessment, on: date) -> int:
    """Offer what was signed since it was last looked for; how many. Nothing is offered twice."""
    last = assessment.compared_with
    since = last.authorised_on if last else None
    known = set(assessment.suggestions.values_list("section_key", "source_id"))
    offers = [*from_meetings(assessment, meetings_since(assessment.child_id, since), on)]
    if last and not known and assessment.version == 1:
        offers = [*from_last(assessment, last, on), *offers]
    new = [one for one in offers if (one.section_key, one.source_id) not in known]
    AssessmentSuggestion.objects.bulk_create(new)
    return len(new)
