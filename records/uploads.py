"""Receives a file no further than its cap, so that a huge one fills neither disk nor memory."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class OversizedFile(UploadedFile):
    """What is left of a file over the cap: its name and true size, so a form can say so."""


class CappedUpload(FileUploadHandler):
    """Stands first among the handlers; past the cap it swallows the rest of the file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received = start + len(raw_data)
        return raw_data if self.received <= settings.ATTACHMENT_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= settings.ATTACHMENT_MAX_BYTES:
            return None
        return OversizedFile(io.BytesIO(), self.file_name, self.content_type, self.received)
