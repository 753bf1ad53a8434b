"""Who wants to know that consent was withdrawn: wings and rooms above register a listener.

A listener runs inside the withdrawal's transaction; it closes or warns, and never refuses: consent
is withdrawn without a reason and at any time.
"""

from collections.abc import Callable
from datetime import date

from accounts.models import Person
from casework.consent.models import ConsentEntry

# (the entry taken back, from which day, by whom it was recorded)
Listener = Callable[[ConsentEntry, date, Person], None]

_listeners: list[Listener] = []


def register_listener(listener: Listener) -> Listener:
    """Called in `AppConfig.ready()`; registering the same one again changes nothing."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def listeners() -> tuple[Listener, ...]:
    return tuple(_listeners)
