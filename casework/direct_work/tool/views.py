"""The library: its list, one tool with its uses, and its keeping."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door
from accounts.permissions import Permission
from casework.direct_work.tool import actions, reads
from casework.direct_work.tool.forms import ToolForm
from casework.direct_work.tool.models import Tool
from casework.refusals import show_refusal
from records.views import SubmitsOnce

PAGE_SIZE = 25


class ToolList(Door, TemplateView):
    """What each helps with, and how often it was used with children the reader knows."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/tool/tool_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tools=reads.library(self.request.user), **kwargs)


class ToolPage(Door):
    """A page of one tool: the same for whoever holds the verb, and found by its code."""

    @cached_property
    def tool(self) -> Tool:
        return get_object_or_404(reads.library(self.request.user), code=self.kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tool=self.tool, **kwargs)  # type: ignore[misc]


class ToolDetail(ToolPage, TemplateView):
    """How to use it, and the sessions in which it was used."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/tool/tool_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used = reads.uses_of(self.tool, self.request.user)
        page = Paginator(used, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class KeepsTool(SubmitsOnce):
    """The form of a tool; what is refused stands beside its question."""

    form_class = ToolForm
    template_name = "casework/direct_work/tool/tool_form.html"

    def write(self, form: ToolForm) -> Tool:
        raise NotImplementedError

    def form_valid(self, form: ToolForm) -> HttpResponse:
        try:
            tool = self.write(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        messages.success(self.request, f"“{tool.name}” is in the library.")
        return redirect("casework:tool-detail", code=tool.code)


class ToolAdd(KeepsTool, Door, FormView):
    permission = Permission.TOOL_EDIT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tool=None, **kwargs)

    def write(self, form: ToolForm) -> Tool:
        return actions.add_tool(fields=form.given(), by=self.request.user)


class ToolChange(KeepsTool, ToolPage, FormView):
    permission = Permission.TOOL_EDIT

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"tool": self.tool}

    def write(self, form: ToolForm) -> Tool:
        return actions.change_tool(tool=self.tool, fields=form.given(), by=self.request.user)


class ToolOffer(ToolPage, View):
    """A button: offered for new sessions, or not any more."""

    permission = Permission.TOOL_EDIT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_in_use = request.POST.get("is_in_use") == "yes"
        actions.offer_tool(tool=self.tool, is_in_use=is_in_use, by=request.user)
        messages.success(
            request, "Offered for new sessions." if is_in_use else "Not offered any more."
        )
        return redirect("casework:tool-detail", code=self.tool.code)
