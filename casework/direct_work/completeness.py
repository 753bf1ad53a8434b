"""What a session still lacks before it may be sent: pure, so the form and the action agree."""

from casework.direct_work.models import DirectWorkSession

# What the author writes; nothing else on the row is theirs to set.
FIELDS = (
    "happened_on", "started_at", "minutes", "place", "place_other", "who_was_there",
    "childs_words", "words_language", "what_happened", "analysis", "tool", "purpose",
    "seen_alone", "not_alone_why", "worry", "worry_text", "tell_school", "what_next",
)  # fmt: skip

_ALWAYS = {
    "what_happened": "Say what you saw and did.",
    "purpose": "Say what the session was for.",
    "seen_alone": "Say whether you saw the child alone.",
    "what_next": "Say what happens next.",
    "started_at": "Give the time it started.",
    "minutes": "Say how long it took, in minutes.",
    "place": "Say where it was.",
}


def missing(session: DirectWorkSession) -> dict[str, str]:
    """Field to message, for everything that keeps this session from being sent. Consent apart."""
    lacks = {name: text for name, text in _ALWAYS.items() if getattr(session, name) in ("", None)}
    seen = session.SeenAlone(session.seen_alone) if session.seen_alone else None
    if seen != session.SeenAlone.NOT_SEEN and not session.childs_words:
        lacks["childs_words"] = "Write what the child said, or how they told you without words."
    if seen in (session.SeenAlone.NO, session.SeenAlone.NOT_SEEN) and not session.not_alone_why:
        lacks["not_alone_why"] = "Say why you did not see the child alone."
    if session.place == session.Place.OTHER and not session.place_other:
        lacks["place_other"] = "Say where it was."
    if session.worry is None:
        lacks["worry"] = "Say whether anything worries you today."
    if session.worry and not session.worry_text:
        lacks["worry_text"] = "Say what worries you."
    if session.worry and not session.tell_school:
        lacks["tell_school"] = "Say whether the school's safeguarding lead is to be told."
    return lacks
