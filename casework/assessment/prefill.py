"""What an assessment begins with: words from elsewhere on the record, offered and never assumed.

The last assessment is offered section by section. A session offers its day, the child's words and
what was made of it. The person who writes accepts or removes each before the assessment is sent.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from casework.assessment.models import Assessment, AssessmentSuggestion
from casework.assessment.sections import SECTIONS, Kind
from casework.direct_work.models import DirectWorkSession
from records.actions import record_type

# Sections whose last text helps to begin; the danger statements, scales and codes are made anew.
CARRIED_OVER = tuple(
    one.key for one in SECTIONS if one.kind == Kind.TEXT and one.key not in {"reason", "analysis"}
)
SESSIONS_OFFERED = 8
_PLACES = {
    DirectWorkSession.Place.SCHOOL: "School",
    DirectWorkSession.Place.HOME: "Home",
    DirectWorkSession.Place.OFFICE: "Our office",
    DirectWorkSession.Place.COMMUNITY: "Out and about",
    DirectWorkSession.Place.ONLINE: "Online or by phone",
}


def day_in_words(day: date, on: date) -> str:
    """ "3 May", with its year where that is not the year of `on`."""
    return f"{day:%-d %B}" if day.year == on.year else f"{day:%-d %B %Y}"


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


def sessions_since(child_id: UUID, since: date | None) -> list[DirectWorkSession]:
    """The newest signed sessions with the child, oldest first."""
    rows = DirectWorkSession.objects.final().filter(child=child_id)
    if since:
        rows = rows.filter(happened_on__gt=since)
    return list(reversed(rows.order_by("-happened_on", "-created_at")[:SESSIONS_OFFERED]))


def from_sessions(
    assessment: Assessment, sessions: Iterable[DirectWorkSession], on: date
) -> Iterator[AssessmentSuggestion]:
    """The day the child was seen with their words, and what the worker made of it."""
    for session in sessions:
        label = f"From session of {day_in_words(session.happened_on, on)}"
        seen = session.seen_alone != session.SeenAlone.NOT_SEEN
        if seen or session.childs_words:
            yield _offer(
                assessment,
                session,
                "seen",
                label,
                text=session.childs_words,
                seen_on=session.happened_on if seen else None,
                seen_alone=(session.seen_alone == session.SeenAlone.YES) if seen else None,
                place=_PLACES.get(DirectWorkSession.Place(session.place), session.place_other)
                if session.place
                else "",
            )
        if session.analysis:
            yield _offer(assessment, session, "analysis", label, text=session.analysis)


def _offer(
    assessment: Assessment, session: DirectWorkSession, key: str, label: str, **words
) -> AssessmentSuggestion:
    return AssessmentSuggestion(
        assessment=assessment,
        section_key=key,
        label=label,
        source_type=record_type(session),
        source_id=session.pk,
        **words,
    )


def offer_anew(assessment: Assessment, on: date) -> int:
    """Offer what was signed since it was last looked for; how many. Nothing is offered twice."""
    last = assessment.compared_with
    since = last.authorised_on if last else None
    known = set(assessment.suggestions.values_list("section_key", "source_id"))
    offers = [*from_sessions(assessment, sessions_since(assessment.child_id, since), on)]
    if last and not known and assessment.version == 1:
        offers = [*from_last(assessment, last, on), *offers]
    new = [one for one in offers if (one.section_key, one.source_id) not in known]
    AssessmentSuggestion.objects.bulk_create(new)
    return len(new)
