"""What a view of a record's form is made of: sent once, kept while typing, no text lost.

In the bases of a view: SubmitsOnce, KeepsUnsentText, ShowsConflict, then the door.
"""

import json
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.guards import Door
from accounts.permissions import Permission
from govuk.layout import FormHelper
from govuk.numbers import whole_number
from records.actions import discard_unsent, save_unsent, unsent
from records.conflicts import Conflict
from records.models import UnsentText
from records.once import submit_once
from records.presenters import differences, in_words, put_answer
from records.unsent import (
    CARRIED,
    TICKET,
    VERSION,
    BadTicket,
    Ticket,
    as_post,
    initial_from,
    new_ticket,
    read_ticket,
    typed,
)

REDIRECTS = frozenset({301, 302, 303})


class SubmitsOnce:
    """For a form with `OnceFormMixin`: it acts once, however often it is sent."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "save_for_later" in request.POST:
            return super().post(request, *args, **kwargs)
        return submit_once(request, lambda: super(SubmitsOnce, self).post(request, *args, **kwargs))


class KeepsUnsentText:
    """For a form with `UnsentTextMixin`: what is typed is kept until it is sent.

    `form_key` names this very form (which record, which form). The page includes
    `records/_restored.html`. A button named `save_for_later` keeps the text without JavaScript.
    """

    unsent_title: ClassVar[str] = ""

    @property
    def form_key(self) -> str:
        raise NotImplementedError

    def get_later_url(self) -> str:
        """Where “save and finish later” leads."""
        return reverse("home")

    @cached_property
    def kept(self) -> UnsentText | None:
        """What was typed before, for the page that shows the form anew."""
        if self.request.method == "POST":
            return None
        return unsent(self.request.user, self.form_key)

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        form = super().get_form(form_class)
        if not form.is_bound:
            if self.kept:
                form.initial |= initial_from(form, self.kept.fields)
                if self.kept.began_from is not None:
                    form.initial[VERSION] = self.kept.began_from
            form.initial[TICKET] = new_ticket(
                form_key=self.form_key,
                title=self.unsent_title,
                path=self.request.path,
                found=self.kept,
            ).sign()
        if not hasattr(form, "helper"):
            form.helper = FormHelper(form)
        form.helper.attrs |= {
            "data-autosave": self.form_key,
            "data-autosave-url": reverse("records:unsent-save"),
        }
        return form

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        return context | {"kept": self.kept_note(context["form"])}

    def kept_note(self, form: forms.BaseForm) -> dict[str, Any] | None:
        """What the page says about restored text: when it was typed, and what stands elsewhere."""
        if not self.kept:
            return None
        elsewhere = [
            {"saved_at": parse_datetime(other["saved_at"]), "texts": _texts(form, other["fields"])}
            for other in self.kept.others.values()
        ]
        return {
            "saved_at": self.kept.saved_at,
            "elsewhere": elsewhere,
            "ticket": form.initial[TICKET],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "save_for_later" in request.POST:
            self.keep(request)
            messages.success(request, "Saved. You find it in your list “To finish”.")
            return redirect(self.get_later_url())
        response = super().post(request, *args, **kwargs)
        if response.status_code in REDIRECTS:
            discard_unsent(request.user, self.form_key)
        else:
            self.keep(request)
        return response

    def typed_text(self) -> dict[str, list[str]]:
        """What was typed into the form that came in."""
        return typed(self.request.POST)

    def keep(self, request: HttpRequest) -> None:
        """Keep what was posted as unsent text, as autosave would have."""
        try:
            ticket = read_ticket(request.POST.get(TICKET, ""), self.form_key)
        except BadTicket:
            ticket = Ticket(self.form_key)
        save_unsent(
            person=request.user,
            form_key=self.form_key,
            fields=self.typed_text(),
            began_from=whole_number(request.POST.get(VERSION)),
            tab=ticket.tab,
            seen=ticket.seen,
            title=self.unsent_title,
            path=request.path,
        )


def _texts(form: forms.BaseForm, fields: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The longer answers of kept fields, each with its question."""
    return [
        (str(form.fields[name].label), in_words(form.fields[name], value))
        for name, value in initial_from(form, fields).items()
        if isinstance(value, str) and value.strip()
    ]


class ShowsConflict:
    """For a form with `VersionedFormMixin`: where somebody saved first, both texts, field by field.

    The person picks per field (or keeps both texts), then reads the result in the form and saves.
    """

    def values_of(self, current: models.Model) -> dict[str, Any]:
        """The answers the form would show for the row as it stands now."""
        return {
            name: getattr(current, name)
            for name in self.get_form_class().base_fields
            if hasattr(current, name)
        }

    def current(self) -> models.Model:
        """The row as it stands now, found again when the person has picked."""
        return self.record

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"data": self.merged} if hasattr(self, "merged") else kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "resolving" in request.POST:
            return self.picked(request)
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as conflict:
            return self.both_texts(request, conflict.current)

    def both_texts(self, request: HttpRequest, current: models.Model) -> HttpResponse:
        form = self.get_form()
        form.is_valid()
        rows = differences(form, self.values_of(current))
        left_out = {"csrfmiddlewaretoken", VERSION}
        carried = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in left_out
            for value in values
        ]
        return TemplateResponse(
            request,
            "records/conflict.html",
            {
                "rows": rows,
                "carried": carried,
                "lock_version": current.lock_version,
                "has_files": bool(request.FILES),
            },
        )

    def picked(self, request: HttpRequest) -> HttpResponse:
        """The form again, filled as the person picked; nothing is saved yet."""
        theirs = self.values_of(self.current())
        merged = as_post(typed(request.POST))
        for name in CARRIED & request.POST.keys():
            merged[name] = request.POST[name]
        form = self.get_form_class()(**self._without_data())
        for name in form.fields:
            pick = merged.pop(f"pick-{name}", ["mine"])[0]
            if pick == "theirs" and name in theirs:
                put_answer(merged, form, name, theirs[name])
            elif pick == "both" and name in theirs:
                mine, other = merged.get(form.add_prefix(name), ""), str(theirs[name])
                merged[form.add_prefix(name)] = f"{mine}\n\n{other}"
        merged.pop("resolving", None)
        self.merged = merged
        messages.info(request, "Both texts are brought together below. Read them, then save.")
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def _without_data(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.get_form_kwargs().items()
            if name not in {"data", "files"}
        }


class UnsentSave(Door):
    """Autosave: keeps what is typed. It is no record, and it keeps no session alive."""

    permission = Permission.UNSENT_OWN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UNSENT_MAX_BYTES:
            most = settings.UNSENT_MAX_BYTES // 1024
            return _refused(
                413,
                f"This text is longer than {most} KB and is not saved while you type. "
                "Save or send the form, or move part of it into a second record.",
            )
        try:
            sent = _sent(request)
            if str(sent.get("person") or request.user.pk) != str(request.user.pk):
                return _refused(
                    409, "Somebody else has signed in on this device: sign in again to save this."
                )
            fields = _fields(sent.get("fields"))
            ticket = read_ticket(_first(fields.get(TICKET)), str(sent.get("form_key") or ""))
        except (BadTicket, ValueError):
            return _refused(400, "This text could not be saved while you type.")
        began_from = sent.get("began_from")
        if began_from in (None, ""):
            began_from = _first(fields.get(VERSION))
        kept = save_unsent(
            person=request.user,
            form_key=ticket.form_key,
            fields={name: value for name, value in fields.items() if name not in CARRIED},
            began_from=whole_number(began_from),
            tab=ticket.tab,
            seen=ticket.seen,
            title=ticket.title,
            path=ticket.path,
        )
        return JsonResponse(
            {
                "saved_at": kept.saved_at.isoformat(),
                "saved": f"Saved {timezone.localtime(kept.saved_at):%H:%M}",
                "elsewhere": len(kept.others),
                "message": "You are writing this in another window too. Both texts are kept."
                if kept.others
                else "",
            }
        )


def _refused(status: int, message: str) -> JsonResponse:
    return JsonResponse({"error": message, "message": message}, status=status)


def _sent(request: HttpRequest) -> dict[str, Any] | QueryDict:
    if request.content_type != "application/json":
        return request.POST
    sent = json.loads(request.body)
    if not isinstance(sent, dict):
        raise ValueError("not an object")
    return sent


def _fields(value: Any) -> dict[str, list[str]]:
    """The typed fields as name to list of texts, from an object or its JSON. Raises ValueError."""
    fields = json.loads(value or "{}") if isinstance(value, (str, type(None))) else value
    if not isinstance(fields, dict):
        raise ValueError("fields are not an object")
    return {
        str(name)[:200]: [str(one) for one in (each if isinstance(each, list) else [each])]
        for name, each in fields.items()
    }


def _first(values: list[str] | None) -> str:
    return values[0] if values else ""


class UnsentDiscard(Door):
    """Throws unsent text of one's own away, on purpose."""

    permission = Permission.UNSENT_OWN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            ticket = read_ticket(request.POST.get(TICKET, ""))
        except BadTicket:
            return redirect("home")
        discard_unsent(request.user, ticket.form_key)
        messages.success(request, "The unsent text is gone.")
        return redirect(ticket.path or "home")
