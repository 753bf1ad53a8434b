"""The wrong-child guard: a text that names a child whose record it is not is read once more.

It cannot know who is meant, so it never stops anybody: it asks, once, before sending.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from casework.child.models import Child

# A name as it is written: a capital, then letters, hyphens or apostrophes between them.
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:[-'’][^\W\d_]+)*")
MOST_NAMES = 400


def names_in(texts: Iterable[str]) -> set[str]:
    """Words of these texts that are written as names are; a genitive `Maja's` is Maja."""
    return {name for text in texts for name in _NAME.findall(re.sub(r"['’]s\b", "", text))}


def named_elsewhere(texts: Iterable[str], about: Sequence[Child], reader: Person) -> list[Child]:
    """Children the reader may see, not among those the record is about, whom the texts name."""
    names = sorted(names_in(texts))[:MOST_NAMES]
    known = {first_name(child) for child in about}
    if not set(names) - known:
        return []
    named = Q(first_name__in=names) | Q(known_as__in=names)
    rows = Child.objects.visible_to(reader).filter(named)
    rows = rows.exclude(pk__in=[child.pk for child in about])
    return [child for child in rows.order_by("first_name")[:20] if first_name(child) not in known]


def doubts(
    *,
    about: Sequence[Child],
    shared: Iterable[str],
    lines: Mapping[UUID, Sequence[str]],
    reader: Person,
) -> list[str]:
    """Sentences to read before sending: somebody else's name, or a sibling's under a child."""
    everything = [*shared, *(text for texts in lines.values() for text in texts)]
    found = [
        f"The text names {first_name(child)}. {child.short_name}, {child.reference}, is not in "
        "this record."
        for child in named_elsewhere(everything, about, reader)
    ]
    for child in about:
        own = names_in(lines.get(child.pk, ()))
        found += [
            f"The part of {first_name(child)} names {first_name(other)}."
            for other in about
            if other.pk != child.pk and first_name(other) in own
        ]
    return found


def first_name(child: Child) -> str:
    return child.known_as or child.first_name
