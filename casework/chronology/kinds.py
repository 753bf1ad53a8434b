"""A kind of entry is `"<app>.<event>"`: its label, and the template that words it.

`templates/<app>/chronology/<event>.html` gets `entry` and draws what stands under the entry's line:
a title, a quotation, a sentence. It asks the database nothing.
"""

import re
from functools import cache

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

_KIND = re.compile(r"([a-z_]+)\.([a-z_0-9]+)")


class UnknownKind(LookupError):
    """No template words this kind of entry."""


@cache
def template_of(kind: str) -> str:
    """The template's name. Raises UnknownKind."""
    found = _KIND.fullmatch(kind)
    if not found:
        raise UnknownKind(f"{kind!r} is not '<app>.<event>'")
    app, event = found.groups()
    name = f"{app}/chronology/{event}.html"
    try:
        get_template(name)
    except TemplateDoesNotExist as error:
        raise UnknownKind(f"write templates/{name}: it words entries of kind {kind!r}") from error
    return name


# Events whose name does not read as the words people use.
_LABELS = {
    "casework.context_linked": "Place, group or online space",
    "casework.education_fact": "Education",
    "casework.exploitation_identified": "Exploitation",
    "casework.home_moved": "New home",
    "casework.missing_found": "Back",
    "casework.missing_reported": "Missing",
    "casework.records_parted": "Records taken apart",
    "casework.responsibility_recorded": "Parental responsibility",
    "casework.return_interview": "Talk after being missing",
    "casework.assessment_started": "Assessment begun",
    "casework.assessment_shared": "Assessment shared",
    "casework.visit": "Visit",
    "casework.decision_advised": "Advice",
    "casework.decision_made": "Decision",
    "casework.decision_done": "Action done",
    "casework.decision_declined": "Advice not followed",
    "casework.worker_accountable": "Accountable worker",
    "casework.worker_co_working": "Co-worker",
    "casework.worker_ended": "Worker left",
}


def label_of(kind: str) -> str:
    """ "casework.consent_given" is "Consent given"."""
    return _LABELS.get(kind) or kind.partition(".")[2].replace("_", " ").capitalize()
