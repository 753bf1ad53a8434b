"""Files that belong to no record: their upload was written and its transaction then undone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage

from records.models import Attachment
from records.storage import attachment_storage

# An upload whose transaction is still running has no row yet: it is left alone for this long.
LEFT_ALONE = timedelta(days=1)


def remove_orphan_files(*, now: datetime) -> int:
    """Delete files older than a day that no attachment names; returns how many there were.

    Goes folder by folder, with one query each.
    """
    storage = attachment_storage()
    if not storage.exists(""):
        return 0
    removed = 0
    for names in _folders(storage):
        kept = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in kept and storage.get_modified_time(name) < now - LEFT_ALONE:
                storage.delete(name)
                removed += 1
    return removed


def _folders(storage: Storage, path: str = "") -> Iterator[list[str]]:
    """The names of the files of each folder at and below `path`."""
    folders, files = storage.listdir(path)
    within = f"{path}/" if path else ""
    if files:
        yield [f"{within}{name}" for name in files]
    for folder in folders:
        yield from _folders(storage, f"{within}{folder}")
