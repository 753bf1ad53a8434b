"""Giving a file out. The owning room's view has asked who may have it before it calls this."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse

from records.models import Attachment


def serve(attachment: Attachment) -> FileResponse:
    """The file as a download that no browser runs, keeps or guesses the kind of.

    Raises PermissionDenied for a file in quarantine.
    """
    if attachment.state == Attachment.State.QUARANTINED:
        raise PermissionDenied("This file is held back: the virus scan found something.")
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.neutral_name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Length"] = str(attachment.size)
    return response
