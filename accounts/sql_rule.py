"""A row rule written in SQL, for the rules that every page asks several times.

Django builds a rule out of `Q` and `Exists` anew for each query, and for the rule of who may see a
child that costs more than the database needs to answer it. A rule written once in SQL costs
nothing to build; its sentence still stands beside it in the room's `policies.py`.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Expression, F


class SqlRule(Expression):
    """A condition about columns of the query it filters.

    `sql` is trusted text of ours: `{child}` stands for the column given as `child="pk"`, and each
    `%s` for the next of `params`.
    """

    output_field = BooleanField()

    def __init__(self, sql: str, params: Sequence[Any] = (), **columns: str | Expression) -> None:
        super().__init__()
        self.sql, self.params = sql, tuple(params)
        self.names = tuple(columns)
        self.columns: list[Any] = [
            F(column) if isinstance(column, str) else column for column in columns.values()
        ]

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        named = {}
        for name, column in zip(self.names, self.columns, strict=True):
            named[name], inside = compiler.compile(column)
            if inside:
                raise ValueError(f"{name} of a rule must be a column, not a computed value.")
        # In brackets: an OR inside must never reach round the scope it stands beside.
        return f"({self.sql.format(**named)})", self.params
