"""Looking for words in long texts: as typed, begun, or in another form of the same word.

A text is indexed twice, as its plain words and as their English stems: "shout" finds "shouting"
and "shouted" finds "shouts", while names and other languages are found as they are written.
"""

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db.models import Func

_WORD = re.compile(r"[^\W_]+")
# A search asks no more of the index than a person types.
MOST_WORDS = 12
CONFIGS = ("simple", "english")


class Searchable(Func):
    """What a search reads of a row: a line, the texts of a JSON object, and a long text.

    For a generated column, so each part is immutable: the configurations are named, not looked up.
    """

    output_field = SearchVectorField()
    _PARTS = (
        "to_tsvector('{config}', {line} || ' ' || {text})",
        "jsonb_to_tsvector('{config}', {object}, '[\"string\"]')",
    )

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        line, object_, text = (compiler.compile(part)[0] for part in self.source_expressions)
        parts = [
            part.format(config=config, line=line, object=object_, text=text)
            for config in CONFIGS
            for part in self._PARTS
        ]
        return f"({' || '.join(parts)})", ()


def all_words(words: str) -> SearchQuery | None:
    """The question for every one of the words; None where there is no word to look for."""
    found = _WORD.findall(words)[:MOST_WORDS]
    return reduce(and_, map(_one_word, found)) if found else None


def _one_word(word: str) -> Any:
    """The word as it begins, or any form of it. Letters and digits only, so the syntax is safe."""
    begun = SearchQuery(f"{word}:*", config="simple", search_type="raw")
    return reduce(or_, [begun, SearchQuery(word, config="english")])


def searched(*fields: str) -> Any:
    """The same reading of plain columns, for the few rows that have no index of their own."""
    return SearchVector(*fields, config="simple") + SearchVector(*fields, config="english")
