"""Names as the database compares them: without case and accents, by sound, by likeness.

The SQL functions are made in migration 0002_search_functions; all are immutable, so they carry
indexes, and PostgreSQL sorts names the same whatever its own collation. The search stands on two
columns that PostgreSQL keeps by itself, `search_name` and `search_sounds` (migration
0008_search_columns).
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField


class PlainName(Func):
    """`plain_name('Łukasz Ó Briain')` is `lukasz o briain`."""

    function = "plain_name"
    arity = 1
    output_field = TextField()


class NameSounds(Func):
    """The sounds of each word of a plain name (double metaphone), as an array of text."""

    function = "name_sounds"
    arity = 1
    output_field = ArrayField(TextField())
