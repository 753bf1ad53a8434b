"""Addresses of the browser tests: the portal's own, the gallery, and a page one can write on."""

import json

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path

from govuk import forms
from govuk.layout import FormHelper
from pop_portal.gallery import Gallery
from pop_portal.urls import urlpatterns as portal

# What the page's own server received, in order; a test empties it first.
KEPT: list[dict] = []
SENT: list[dict] = []
ANSWER = {"status": 200}


class Note(forms.Form):
    reveals = {"kind": {"other": ["which"]}}
    text = django_forms.CharField(label="Text", widget=forms.Textarea)
    kind = django_forms.ChoiceField(label="Kind", choices=[("a", "A"), ("other", "Other")])
    which = django_forms.CharField(label="Which?")

    @property
    def helper(self) -> FormHelper:
        from crispy_forms.layout import Submit

        helper = FormHelper(self, autosave="note:1", autosave_url="/unsent/")
        helper.add_input(Submit("send", "Send"))
        return helper


def write(request: HttpRequest) -> HttpResponse:
    form = Note(request.POST or None)
    if request.method == "POST":
        SENT.append(request.POST.dict())
        if form.is_valid():
            return redirect("/write/")
    return render(request, "govuk_tests/write.html", {"form": form})


def keep(request: HttpRequest) -> HttpResponse:
    if ANSWER["status"] != 200:
        return JsonResponse({}, status=ANSWER["status"])
    fields = json.loads(request.POST["fields"])
    KEPT.append(request.POST.dict() | {"fields": fields, "header": request.headers["X-Autosave"]})
    return JsonResponse({"saved": "Saved"})


urlpatterns = [
    path("gallery/", Gallery.as_view(), name="gallery"),
    path("write/", write),
    path("unsent/", keep),
    *portal,
]
