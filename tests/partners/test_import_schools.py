"""The import: what reaches the schools, what does not, and what is said about it."""

import csv
import tracemalloc
from io import BytesIO, StringIO

import pghistory
import pytest
from django.core.management import CommandError, call_command

from partners.actions import school_import
from partners.models import School, SchoolImport, SchoolImportRefusal, SchoolImportRow
from partners.presenters import failed_rows, summary_line
from partners.register import FileRefused
from tests.partners.factories import SchoolFactory, plain_file, register_file, row

pytestmark = pytest.mark.django_db

SHORT = ("URN", "EstablishmentName", "EstablishmentStatus (name)")


def import_(stream: BytesIO, **options):
    return school_import.import_file(stream=stream, file_name="r.csv", by=None, **options)


def told(stream: BytesIO, **options) -> str:
    return summary_line(import_(stream, **options)[0])


def history(urn: int) -> list[str]:
    events = pghistory.models.Events.objects.references(School.objects.get(urn=urn))
    return list(events.order_by("pgh_created_at").values_list("pgh_label", flat=True))


THREE = [
    row(),
    row(URN="100002", Status="Closed", CloseDate="31-08-2012"),
    row(URN="100003", Status="Proposed to open", OpenDate=""),
]


def test_new_schools_and_the_summary():
    assert told(register_file(THREE)) == (
        "3 schools: 1 open, 1 closed, 1 proposed; 3 new, 0 changed, 0 closed now, 0 unchanged; "
        "0 rows refused"
    )
    school = School.objects.get(urn=100001)
    assert (school.name, school.phone, school.low_age) == ("Saint Anne’s Primary", "01905123456", 4)
    assert school.opened_on.isoformat() == "1994-09-01"
    assert not School.objects.get(urn=100002).is_open


def test_the_same_file_again_changes_nothing_and_writes_no_history():
    import_(register_file(THREE))
    assert told(register_file(THREE)).endswith("0 closed now, 3 unchanged; 0 rows refused")
    assert history(100001) == ["insert"]


def test_a_closing_school_keeps_its_row_its_key_and_its_history():
    before = SchoolFactory(urn=100001, visiting_notes="Ring twice", district="Wychavon")
    closed = register_file([row(Status="Closed", CloseDate="31-08-2026")], [*SHORT, "CloseDate"])
    assert "0 changed, 1 closed now, 0 unchanged" in told(closed)
    after = School.objects.get(urn=100001)
    assert after.pk == before.pk
    assert (after.status, after.closed_on.isoformat()) == ("closed", "2026-08-31")
    assert (after.visiting_notes, after.district) == ("Ring twice", "Wychavon")
    assert history(100001) == ["insert", "update"]


def test_a_school_that_opens_again():
    SchoolFactory(urn=100001, status="closed", closed_on="2012-08-31")
    assert "1 changed, 0 closed now" in told(register_file([row()]))
    school = School.objects.get(urn=100001)
    assert school.is_open
    assert school.closed_on is None


def test_absent_columns_leave_stored_values_alone_and_empty_ones_empty_them():
    SchoolFactory(urn=100001, phone="01905000000", street="Old Street", town="Malvern")
    import_(register_file([row(Street="")], [*SHORT, "Street"]))
    school = School.objects.get(urn=100001)
    assert (school.phone, school.street, school.town) == ("01905000000", "", "Malvern")


def test_a_school_the_file_does_not_name_stays_as_it_is():
    SchoolFactory(urn=200000, name="Elsewhere")
    import_(register_file([row()]))
    assert School.objects.get(urn=200000).name == "Elsewhere"


def test_bad_rows_are_refused_and_the_good_ones_imported():
    done, refusals = import_(register_file([row(URN="abc"), row(), row(Name="", URN="100002")]))
    assert [(one.line, one.reason) for one in refusals] == [
        (2, "URN is not a number of six digits: 'abc'."),
        (4, "EstablishmentName is missing."),
    ]
    assert "1 new, 0 changed, 0 closed now, 0 unchanged; 2 rows refused" in summary_line(done)
    assert School.objects.count() == 1


def test_strict_imports_nothing_where_a_row_is_refused():
    done, _ = import_(register_file([row(), row(URN="abc")]), strict=True)
    assert done.new_count == 1
    assert not School.objects.exists()
    assert not SchoolImport.objects.exists()


def test_a_dry_run_says_the_same_and_leaves_no_trace():
    assert "3 new" in told(register_file(THREE), dry_run=True)
    assert not School.objects.exists()
    assert not SchoolImport.objects.exists()


def test_a_file_that_cannot_be_read_leaves_no_trace():
    broken = plain_file(",".join(SHORT), "100001,Oakfield,Open", '100002,"Half a row')
    with pytest.raises(FileRefused, match="line 3"):
        import_(broken)
    assert not School.objects.exists()
    assert not SchoolImport.objects.exists()


def test_a_file_of_few_columns_may_not_contradict_what_is_stored():
    SchoolFactory(urn=100001, opened_on="2010-09-01")
    columns = [*SHORT, "CloseDate"]
    closed = row(Status="Closed", CloseDate="31-08-2009", Name="Oakfield")
    done, (refusal,) = import_(register_file([closed], columns))
    assert refusal.line == 2
    assert "contradict what is stored" in refusal.reason
    assert refusal.cells == ["100001", "Oakfield", "Closed", "2009-08-31"]
    assert done.school_count == 0
    assert School.objects.get(urn=100001).is_open


def test_characters_that_mean_something_to_copy_and_json_arrive_whole():
    name = 'Back\\slash "quoted" \\N \\. {é} %s'
    import_(register_file([row(Name=name)]))
    assert School.objects.get(urn=100001).name == name


def test_the_import_is_remembered_and_its_staged_rows_are_gone(tm):
    stream = register_file([*THREE, row(URN="abc")], encoding="cp1252")
    done, _ = school_import.import_file(stream=stream, file_name="april.csv", by=tm)
    kept = SchoolImport.objects.get(pk=done.pk)
    assert (kept.by, kept.file_name, kept.encoding) == (tm, "april.csv", "cp1252")
    assert len(kept.file_sha256) == 64
    assert (kept.new_count, kept.refused_count, kept.state) == (3, 1, "done")
    assert not SchoolImportRow.objects.exists()
    assert SchoolImportRefusal.objects.count() == 1


def test_history_names_who_imported(tm):
    school_import.import_file(stream=register_file([row()]), file_name="r.csv", by=tm)
    event = pghistory.models.Events.objects.references(School.objects.get()).get()
    assert event.pgh_context["user"] == str(tm.pk)


def test_the_failed_rows_file_is_safe_and_can_be_sent_again_when_put_right():
    bad = row(URN="=1+1", Name="@cmd", Street="-2+3")
    done, refusals = import_(register_file([bad]))
    out = StringIO()
    csv.writer(out).writerows(failed_rows(done, refusals))
    header, cells = csv.reader(StringIO(out.getvalue()))
    assert header[:3] == ["Line", "Reason", "URN"]
    assert cells[0] == "2"
    assert [cells[header.index(column)] for column in ("URN", "EstablishmentName", "Street")] == [
        "'=1+1",
        "'@cmd",
        "'-2+3",
    ]
    fixed = out.getvalue().replace("'=1+1", "100009").replace("'@cmd", "Oakfield")
    assert "1 new" in told(BytesIO(fixed.encode("utf-8-sig")))


# The command


def run(*args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_schools", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(stream: BytesIO) -> str:
        path = tmp_path / "register.csv"
        path.write_bytes(stream.getvalue())
        return str(path)

    return write


def test_the_command_lists_bad_rows_and_ends_with_the_summary(file):
    path = file(register_file([row(), row(URN="abc")]))
    out, _ = run(path)
    lines = out.splitlines()
    assert lines[0] == "line 3: URN is not a number of six digits: 'abc'."
    assert lines[-1].startswith("1 school: 1 open, 0 closed; 1 new")
    assert lines[-1].endswith("1 row refused")


def test_the_command_tells_its_progress_on_standard_error(file):
    path = file(register_file([row(URN=str(100_000 + n)) for n in range(5_000)]))
    out, err = run(path, "--progress-every", "2000")
    assert err.splitlines() == ["2000 rows read", "4000 rows read"]
    assert len(out.splitlines()) == 1


def test_the_command_on_a_dry_run(file):
    out, _ = run(file(register_file(THREE)), "--dry-run")
    assert out.startswith("Nothing was changed")
    assert not School.objects.exists()


def test_the_command_when_strict(file):
    path = file(register_file([row(), row(URN="abc")]))
    with pytest.raises(CommandError, match="--strict"):
        run(path, "--strict")
    assert not School.objects.exists()


def test_the_command_writes_the_refused_rows(file, tmp_path):
    refused = tmp_path / "refused.csv"
    run(file(register_file([row(URN="abc")])), "--refused", str(refused))
    assert refused.read_text("utf-8-sig").splitlines()[1].startswith("2,URN is not")


@pytest.mark.parametrize("path", ["/nowhere/at/all.csv", "unreadable"])
def test_the_command_on_no_file_or_a_wrong_one(path, file):
    if path == "unreadable":
        path = file(BytesIO(b"PK\x03\x04"))
    with pytest.raises(CommandError):
        run(path)


def test_fifty_thousand_rows_in_flat_memory(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(SHORT)
        writer.writerows((100_000 + n, "Oakfield Primary", "Open") for n in range(50_000))
    tracemalloc.start()
    try:
        with path.open("rb") as stream:
            assert "50000 new" in told(stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert School.objects.count() == 50_000
    assert peak < 25_000_000
