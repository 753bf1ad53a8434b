"""What a visit's record still lacks before it may be sent: pure, so form and action agree."""

from collections.abc import Mapping

from casework.direct_work.visit.codes import Alone, Kind, Outcome, Place
from casework.direct_work.visit.models import Visit

# What the author writes. Siblings seen together share the first; the rest is each child's own.
SHARED = (
    "kind", "place", "place_other", "happened_on", "started_at", "minutes", "who_was_there",
    "registered_worker_present", "registered_worker",
)  # fmt: skip
OWN = (
    "outcome", "seen_alone", "not_alone_why", "bedroom_seen",
    "not_seen_why", "next_step", "next_try_on",
    "childs_words", "what_happened", "analysis", "worry", "worry_text", "what_next",
)  # fmt: skip
FIELDS = SHARED + OWN

_ALWAYS = {
    "outcome": "Say whether you saw the child.",
    "started_at": "Give the time it started.",
    "minutes": "Say how long it took, in minutes.",
    "place": "Say where it was.",
    "what_next": "Say what happens next.",
}


def missing(visit: Visit) -> dict[str, str]:
    """Field to message, for everything that keeps this visit from being sent. Consent apart."""
    lacks = {name: text for name, text in _ALWAYS.items() if getattr(visit, name) in ("", None)}
    if visit.outcome == Outcome.SEEN:
        lacks |= _missing_of_seen(visit)
    if not visit.what_happened and not (visit.together and visit.together.shared_text):
        lacks["what_happened"] = "Say what you saw and did."
    if visit.place == Place.OTHER and not visit.place_other:
        lacks["place_other"] = "Say where it was."
    if visit.registered_worker_present is None:
        lacks["registered_worker_present"] = "Say whether a registered social worker was there."
    if visit.worry is None:
        lacks["worry"] = "Say whether anything worries you today."
    return lacks


def _missing_of_seen(visit: Visit) -> Mapping[str, str]:
    lacks = {}
    if not visit.childs_words:
        lacks["childs_words"] = "Write what the child said, or how they told you without words."
    if not visit.seen_alone:
        lacks["seen_alone"] = "Say whether you saw the child alone."
    if visit.seen_alone == Alone.NO and not visit.not_alone_why:
        lacks["not_alone_why"] = "Say why you did not see the child alone."
    asks_bedroom = visit.kind == Kind.CHILD_PROTECTION and visit.place == Place.HOME
    if asks_bedroom and not visit.bedroom_seen:
        lacks["bedroom_seen"] = "Say whether you saw the child's bedroom."
    return lacks
