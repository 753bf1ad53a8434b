"""What wings and rooms above tell the ledger: who listens, and when a section 47 enquiry runs.

A listener wants to know that consent was withdrawn. It runs inside the withdrawal's transaction; it
closes or warns, and never refuses: consent is withdrawn without a reason and at any time.
"""

from collections.abc import Callable
from datetime import date

from accounts.models import Person
from casework.child.models import Child
from casework.consent.models import ConsentEntry

# (the entry taken back, from which day, by whom it was recorded)
Listener = Callable[[ConsentEntry, date, Person], None]

# The last day of each section 47 enquiry that ran on that day; None for one that still runs.
EnquiryEnds = Callable[[Child, date], list[date | None]]

_listeners: list[Listener] = []
_enquiry_ends: list[EnquiryEnds] = []


def register_listener(listener: Listener) -> Listener:
    """Called in `AppConfig.ready()`; registering the same one again changes nothing."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def listeners() -> tuple[Listener, ...]:
    return tuple(_listeners)


def register_enquiries(asked: EnquiryEnds) -> None:
    """Called in `AppConfig.ready()`; registering the same one again changes nothing."""
    if asked not in _enquiry_ends:
        _enquiry_ends.append(asked)


def enquiry_ends(child: Child, on: date) -> list[date | None]:
    return [end for asked in _enquiry_ends for end in asked(child, on)]
