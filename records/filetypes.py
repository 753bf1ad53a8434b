"""What a file is, told by its content; its name proves nothing."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, cast

import puremagic
from django.core.files.uploadedfile import UploadedFile


class Refused(Exception):
    """A file we do not keep; `str()` of it is a sentence for the person who chose it."""


@dataclass(frozen=True)
class FileType:
    extension: str
    media_type: str
    name: str


JPEG = FileType("jpg", "image/jpeg", "photograph (JPEG)")
PNG = FileType("png", "image/png", "picture (PNG)")
PDF = FileType("pdf", "application/pdf", "PDF")
DOCX = FileType(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "Word document",
)
XLSX = FileType(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"
)
TEXT = FileType("txt", "text/plain", "plain text")
ALLOWED = (JPEG, PNG, PDF, DOCX, XLSX, TEXT)
# What a page can show as a picture.
PICTURES = (JPEG, PNG)

_BY_MEDIA_TYPE = {kind.media_type: kind for kind in (JPEG, PNG, PDF)}
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_HEAD_BYTES = 64 * 1024
_TEXT_CONTROLS = {0x09, 0x0A, 0x0C, 0x0D}


def accept(kinds: Sequence[FileType]) -> str:
    """These kinds as the `accept` of a file input."""
    endings = [f".{kind.extension}" for kind in kinds]
    return ",".join([*endings, ".jpeg"] if JPEG in kinds else endings)


def type_of(file: UploadedFile, kinds: Sequence[FileType] = ALLOWED) -> FileType:
    """The kind of `file`, one of `kinds`, read from its content. Raises Refused."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    kind = _office(file) if head.startswith(b"PK\x03\x04") else _by_magic(head) or _text(file)
    file.seek(0)
    if kind is None or kind not in kinds:
        names = ", ".join(each.name for each in kinds[:-1])
        raise Refused(f"Choose a {names} or {kinds[-1].name} file. This file is something else.")
    return kind


def _by_magic(head: bytes) -> FileType | None:
    try:
        return _BY_MEDIA_TYPE.get(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return None


def _office(file: UploadedFile) -> FileType | None:
    """Office files are zip archives; one that carries a macro is refused."""
    file.seek(0)
    try:
        names = set(zipfile.ZipFile(cast(IO[bytes], file.file)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("This file carries a macro. Save it without macros, then choose it again.")
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)


def _text(file: UploadedFile) -> FileType | None:
    file.seek(0)
    try:
        content = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    is_plain = content and all(ord(sign) >= 0x20 or ord(sign) in _TEXT_CONTROLS for sign in content)
    return TEXT if is_plain else None
