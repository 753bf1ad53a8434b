"""What the bench measures is what happened, and what it says of it."""

import pytest

from partners.models import School, SchoolImport
from pop_portal.bench.importing import measure_import
from pop_portal.bench.report import ImportRow, import_lines


@pytest.mark.django_db
def test_a_register_is_imported_as_new_as_known_and_as_changed():
    rows = measure_import(40)
    assert [(row.what, row.rows) for row in rows] == [
        ("all new", 40),
        ("nothing changed", 40),
        ("all changed", 40),
    ]
    counts = SchoolImport.objects.order_by("pk").values_list(
        "new_count", "unchanged_count", "changed_count", "refused_count"
    )
    assert set(counts) == {(40, 0, 0, 0), (0, 40, 0, 0), (0, 0, 40, 0)}
    assert School.objects.filter(street="2 High Street").count() == 40


def test_rows_a_second_are_told_in_a_table():
    head, line = import_lines([ImportRow("all new", 50_000, 6.25)])
    assert head.split() == ["schools", "rows", "seconds", "rows", "a", "second"]
    assert line.split() == ["all", "new", "50000", "6.25", "8000"]
