"""Where attachments lie: outside the web root, in whatever store the settings name."""

from django.core.files.storage import Storage, storages


def attachment_storage() -> Storage:
    return storages["attachments"]
