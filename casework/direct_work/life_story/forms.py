"""What is asked in life story work: the book, its parts, the check, and the handing over."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.direct_work.life_story.models import (
    LifeStory,
    LifeStoryChapter,
    LifeStoryGap,
    LifeStoryPhoto,
    LifeStorySource,
)
from govuk.forms import DateField, Form, RadioSelect, Textarea, TextInput, When
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, PictureField, UnsentTextMixin, VersionedFormMixin


class _Plain(OnceFormMixin, UnsentTextMixin, Form):
    says_optional = False
    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", self.button))


class StoryForm(_Plain):
    button = "Begin"
    title = forms.CharField(
        label="What is the book called?",
        max_length=120,
        help_text="As the child would say it, such as “My book about me”.",
    )
    why = forms.CharField(label="Why now, and for whom?", max_length=300, widget=Textarea(rows=3))


class _PartForm(VersionedFormMixin, _Plain):
    """A part of the story; `given()` is what the action takes."""

    names: tuple[str, ...] = ()

    def __init__(self, *args: Any, part: Any, story: LifeStory, **kwargs: Any) -> None:
        known = {name: getattr(part, name) for name in (*self.names, "lock_version")}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class SourceForm(_PartForm):
    names = ("kind", "who", "knows", "standing", "answered_on")
    kind = forms.ChoiceField(
        label="What kind of source?", choices=LifeStorySource.Kind.choices, widget=RadioSelect()
    )
    who = forms.CharField(label="Who or what is it?", max_length=120)
    knows = forms.CharField(label="What can it tell?", max_length=300, required=False)
    standing = forms.ChoiceField(
        label="How far are you?", choices=LifeStorySource.Standing.choices, widget=RadioSelect()
    )
    answered_on = DateField(label="When did they answer?", required=False, when=When.TODAY_OR_PAST)


class GapForm(_PartForm):
    names = ("question", "tried", "answer", "words_for_child")
    question = forms.CharField(label="What is not known?", max_length=300)
    tried = forms.CharField(label="What did you try?", max_length=300, required=False)
    answer = forms.CharField(label="What was found?", required=False, widget=Textarea(rows=3))
    words_for_child = forms.CharField(
        label="What does the book tell the child about it?",
        help_text="Where it stays a gap: honest words, so that the child does not fill it alone.",
        required=False,
        widget=Textarea(rows=3),
    )


class ChapterForm(_PartForm):
    names = ("position", "title", "text", "childs_words")
    position = forms.IntegerField(
        label="Which chapter is it?", min_value=1, max_value=99, widget=TextInput(width=3)
    )
    title = forms.CharField(label="What is the chapter called?", max_length=120)
    text = forms.CharField(
        label="The chapter, as the child will read it",
        help_text="Plain words and short sentences. Nobody is blamed; nothing is made up.",
        required=False,
        widget=Textarea(rows=12),
    )
    childs_words = forms.CharField(
        label="The child's own words in it", required=False, widget=Textarea(rows=3)
    )


class PhotoForm(_PartForm):
    names = (
        "caption", "who_is_in_it", "owner", "permission", "permission_from", "permission_on",
        "chapter",
    )  # fmt: skip
    reveals = {"permission": {LifeStoryPhoto.Permission.YES: ["permission_from", "permission_on"]}}
    file = PictureField(label="The photograph")
    caption = forms.CharField(label="What stands under it?", max_length=200, required=False)
    who_is_in_it = forms.CharField(label="Who is in it?", max_length=200, required=False)
    owner = forms.CharField(label="Whose photograph is it?", max_length=120)
    permission = forms.ChoiceField(
        label="May it be used?",
        choices=LifeStoryPhoto.Permission.choices,
        help_text="Without a yes it stays out of the book.",
        widget=RadioSelect(),
    )
    permission_from = forms.CharField(label="Who said so?", max_length=120)
    permission_on = DateField(label="When did they say so?", when=When.TODAY_OR_PAST)
    chapter = forms.ModelChoiceField(
        label="In which chapter?", queryset=None, required=False, empty_label="At the end"
    )

    def __init__(self, *args: Any, part: Any, story: LifeStory, **kwargs: Any) -> None:
        super().__init__(*args, part=part, story=story, **kwargs)
        self.fields["chapter"].queryset = LifeStoryChapter.objects.filter(story=story)
        self.fields["chapter"].label_from_instance = lambda row: f"{row.position}. {row.title}"
        if not part._state.adding:
            del self.fields["file"]


class CheckForm(_Plain):
    """The sensitivity check, made by who answers for the child, before signing."""

    button = "Sign it"
    others = forms.CharField(
        label="Other people in it",
        help_text="Who else is named or shown? Is anything told that is theirs to tell, or that "
        "could put somebody at risk, such as an address?",
        widget=Textarea(rows=4),
    )
    ready = forms.CharField(
        label="How the child is prepared and held",
        help_text="Is each hard fact told in words this child can bear? Who is with the child "
        "when they read it, and afterwards?",
        widget=Textarea(rows=4),
    )


class ReturnForm(_Plain):
    button = "Return it"
    comment = forms.CharField(
        label="What needs changing?",
        help_text="Say what is good, what is missing, and what to do.",
        widget=Textarea(rows=5),
    )


class HandOverForm(_Plain):
    button = "The child has it"
    handed_on = DateField(label="When was it handed over?", when=When.TODAY_OR_PAST)
    handed_to = forms.CharField(
        label="To whom?", max_length=120, help_text="The child, and who was with them."
    )
    childs_answer = forms.CharField(
        label="What did the child say about it?", required=False, widget=Textarea(rows=3)
    )
    copy_where = forms.CharField(
        label="Where is our copy kept?", max_length=200,
        help_text="The copy that a grown child can ask for: the file, the store, the number.",
    )  # fmt: skip


PART_FORMS = {"source": SourceForm, "gap": GapForm, "chapter": ChapterForm, "photo": PhotoForm}
PART_MODELS = {
    "source": LifeStorySource,
    "gap": LifeStoryGap,
    "chapter": LifeStoryChapter,
    "photo": LifeStoryPhoto,
}
