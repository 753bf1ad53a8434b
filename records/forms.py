"""What a record's form carries besides its questions, and the field for a file."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from records.filetypes import ALLOWED, PICTURES, FileType, Refused, accept, type_of
from records.unsent import ONCE, TICKET, VERSION


class OnceFormMixin(forms.BaseForm):
    """A one-time token per rendered form, for `records.once.submit_once`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[ONCE] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=uuid.uuid4
        )


class UnsentTextMixin(forms.BaseForm):
    """The signed ticket under which what is typed is kept, filled by `views.KeepsUnsentText`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[TICKET] = forms.CharField(required=False, widget=forms.HiddenInput)


class VersionedFormMixin(forms.BaseForm):
    """The version the text began from, as `cleaned_data["lock_version"]`.

    Without a number the save began from no version, which every row answers with a conflict.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance = getattr(self, "instance", None)
        self.fields[VERSION] = forms.IntegerField(
            required=False,
            widget=forms.HiddenInput,
            initial=instance.lock_version if instance is not None else None,
        )


class AttachmentField(forms.FileField):
    """A file of a kind we keep, told by its content, and no larger than the setting allows."""

    kinds: ClassVar[Sequence[FileType]] = ALLOWED
    in_words: ClassVar[str] = "A photograph, PDF, Word, Excel or plain text file"
    widget = forms.FileInput
    default_error_messages = {
        "required": "Choose a file",
        "empty": "The file is empty",
        "missing": "Choose a file",
        "max_length": "The file’s name is too long: shorten it, then choose it again",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 200)
        options.setdefault("help_text", self.what_fits())
        super().__init__(**options)

    @classmethod
    def what_fits(cls) -> str:
        return f"{cls.in_words}, up to {filesizeformat(settings.ATTACHMENT_MAX_BYTES)}"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": accept(self.kinds)}

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        # Before Django looks at it: of a file over the cap only its size was kept.
        if data is not None and data.size > settings.ATTACHMENT_MAX_BYTES:
            most, size = map(filesizeformat, (settings.ATTACHMENT_MAX_BYTES, data.size))
            raise ValidationError(f"The file must be {most} or smaller. This one has {size}.")
        file = super().to_python(data)
        if file is not None:
            try:
                type_of(file, self.kinds)
            except Refused as refused:
                raise ValidationError(str(refused)) from refused
        return file


class PictureField(AttachmentField):
    """A file that a page can show as a picture."""

    kinds = PICTURES
    in_words = "A photograph or picture (JPEG or PNG)"
