"""A file is what its content says, lies under an opaque name, and goes out as a download only."""

import hashlib
import io
import os
import time
import uuid
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from govuk.forms import Form
from records.actions import add_attachment
from records.attachments import serve
from records.filetypes import DOCX, JPEG, PDF, PNG, TEXT, XLSX, Refused, type_of
from records.forms import AttachmentField
from records.models import Attachment
from records.orphans import remove_orphan_files
from records.uploads import CappedUpload
from tests.stage import staged

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def office(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return content.getvalue()


def upload(content: bytes, name: str = "Tomasz Sample.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF_BYTES, PDF),
        (PNG_BYTES, PNG),
        (JPEG_BYTES, JPEG),
        (office("[Content_Types].xml", "word/document.xml"), DOCX),
        (office("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        ("Dad rang – he agrees.\n".encode(), TEXT),
        ("\ufeffWith a mark\r\n".encode(), TEXT),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert type_of(upload(content, "whatever.exe")) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
        office("readme.txt"),
        b"PK\x03\x04 not really an archive",
        b"text with a \x00 in it",
        b"\xff\xfe\x00\x01\x02\x03",
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(Refused, match="something else"):
        type_of(upload(content))


def test_a_macro_is_refused():
    with pytest.raises(Refused, match="macro"):
        type_of(upload(office("word/document.xml", "word/vbaProject.bin")))


class FileForm(Form):
    file = AttachmentField(label="File")


def errors(file) -> str:
    return str(FileForm({}, {"file": file} if file else {}).errors.get("file", ""))


def test_the_field_says_what_is_wrong_beside_itself(settings):
    settings.ATTACHMENT_MAX_BYTES = 2 * 1024 * 1024
    assert errors(upload(PDF_BYTES)) == ""
    assert "Choose" in errors(None)
    assert "empty" in errors(upload(b""))
    assert "something else" in errors(upload(b"\x00\x01"))
    assert "2.0\xa0MB or smaller" in errors(upload(PDF_BYTES + b" " * 3_000_000))


def test_a_huge_file_is_not_taken_in_but_its_size_is_said(settings):
    settings.ATTACHMENT_MAX_BYTES = 100 * 1024
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024
    request: HttpRequest = RequestFactory().post(
        "/", {"file": upload(PDF_BYTES + b" " * 9_000_000)}
    )
    request.upload_handlers = [CappedUpload(request), MemoryFileUploadHandler(request)]
    file = request.FILES["file"]
    assert file.size > 9_000_000
    assert file.read() == b""
    assert "or smaller" in errors(file)


def test_a_file_under_the_cap_but_past_the_form_limit_comes_in(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    content = PDF_BYTES + b" " * 6_000_000
    request = RequestFactory().post("/", {"file": upload(content)})
    with request.FILES["file"] as file:
        assert file.read() == content


@staged
def attachment(sw) -> Attachment:
    return add_attachment(
        record_type="casework.directworksession",
        record_id=uuid.uuid4(),
        file=upload(PDF_BYTES),
        by=sw,
    )


def test_it_lies_under_an_opaque_name_with_its_hash(attachment, settings):
    place = Path(storages["attachments"].location)
    assert "Tomasz" not in attachment.file.name
    assert (place / attachment.file.name).read_bytes() == PDF_BYTES
    assert not place.is_relative_to(settings.STATIC_ROOT)
    assert attachment.sha256 == hashlib.sha256(PDF_BYTES).hexdigest()
    assert attachment.state == Attachment.State.NOT_SCANNED


def test_it_goes_out_as_a_download_nobody_keeps(attachment):
    response = serve(attachment)
    assert b"".join(response.streaming_content) == PDF_BYTES
    assert response["Content-Disposition"].startswith('attachment; filename="attachment-')
    assert "Tomasz" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "application/pdf"
    response.close()


def test_what_the_scan_held_back_does_not_go_out(attachment):
    attachment.state = Attachment.State.QUARANTINED
    attachment.save()
    with pytest.raises(PermissionDenied):
        serve(attachment)


def test_its_content_never_changes(attachment):
    attachment.sha256 = "0" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        attachment.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        attachment.delete()


def test_a_file_without_a_record_goes_after_a_day_and_no_other(attachment):
    folder = Path(storages["attachments"].location)
    stray, fresh = folder / "aa" / "bb" / "old", folder / "aa" / "bb" / "new"
    for path in (stray, fresh):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left behind")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    for path in (stray, Path(attachment.file.path)):
        os.utime(path, (two_days_ago, two_days_ago))
    assert remove_orphan_files(now=timezone.now()) == 1
    assert not stray.exists()
    assert fresh.exists()
    assert Path(attachment.file.path).exists()
    fresh.unlink()
