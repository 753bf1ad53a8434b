"""No child is named where the university reads: what is written of a placement is asked first."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from casework.child.models import Child

# First names that are also everyday words say nothing by themselves.
EVERYDAY = frozenset({"may", "will", "grace", "hope", "faith", "joy", "april", "june", "august"})
SHORTEST = 3


def refuse_names(student_id: UUID, texts: Mapping[str, str], *, known: Iterable[str] = ()) -> None:
    """Raises ValidationError beside each text that names a child this student works or worked with.

    `known` are names of the adults of the placement: theirs may be the same. One query, and none
    where nothing was written.
    """
    written = {field: text for field, text in texts.items() if text.strip()}
    if not written:
        return
    adults = {word.casefold() for name in known for word in name.split()}
    involved = Q(involvements__person=student_id)
    found = Child.objects.filter(involved).distinct()
    rows = list(found.values_list("first_name", "last_name", "la_child_id"))
    errors = {}
    for field, text in written.items():
        word = next((word for row in rows for word in _named(text, row, adults)), None)
        if word is not None:
            errors[field] = (
                f"“{word}” is the name of a child the student works with. The university reads "
                "this: write it without the name."
            )
    if errors:
        raise ValidationError(errors)


def _named(text: str, child: tuple[str, str, str], adults: set[str]) -> Iterable[str]:
    first, last, reference = child
    words = [reference, last]
    if first.casefold() not in EVERYDAY:
        words.append(first)
    for word in words:
        if (
            word
            and len(word) >= SHORTEST
            and word.casefold() not in adults
            and re.search(rf"\b{re.escape(word)}\b", text)
        ):
            yield word
