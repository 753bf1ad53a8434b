"""`{% load govuk %}`: the components, the page's own pieces and a few small filters."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.defaultfilters import pluralize
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from govuk import charts, drawn, errors, fields
from govuk.tags import kind_of

register = template.Library()


# ---- The page's own pieces -------------------------------------------------------------------


def _form_in(context: template.Context) -> BaseForm | BaseFormSet | None:
    form = context.get("form")
    return form if isinstance(form, (BaseForm, BaseFormSet)) else None


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """ "Error: " in the title of a page whose `form` was refused: the title is read first."""
    form = _form_in(context)
    return "Error: " if form is not None and errors.has_errors(form) else ""


@register.simple_tag(takes_context=True)
def page_error_summary(context: template.Context) -> SafeString:
    """The error summary of the context's `form`, above the heading; shown once per form."""
    form = _form_in(context)
    return errors.summary_once(form) if form is not None else SafeString("")


@register.simple_tag
def error_summary(form: BaseForm | BaseFormSet) -> SafeString:
    """The error summary of one form, unless the page has already shown it."""
    return errors.summary_once(form)


@register.simple_tag
def govuk_field(field: Any) -> SafeString:
    """One bound field with label, hint, error and widget, drawn by the design system's macros."""
    return fields.render(field)


@register.simple_tag
def govuk_field_in_place(field: BoundField) -> SafeString:
    """The same, but nothing for a field that stands inside the answer that reveals it."""
    return SafeString("") if fields.is_revealed_by_another(field) else fields.render(field)


@register.simple_tag
def all_fields(form: BaseForm) -> SafeString:
    """Every field of a form in its own order, revealed ones inside their answers."""
    return mark_safe("".join(govuk_field_in_place(field) for field in form))


@register.simple_tag
def remaining_hidden(form: BaseForm) -> SafeString:
    """Hidden fields that a layout does not name: without its token a form is lost work."""
    shown = getattr(form, "rendered_fields", set())
    return mark_safe(
        "".join(str(field) for field in form.hidden_fields() if field.name not in shown)
    )


@register.filter
def button_classes(button: Any) -> str:
    """A crispy button's own classes, without the ones of another design system."""
    return " ".join(name for name in button.field_classes.split() if not name.startswith("btn"))


@register.simple_tag
def safe_static(path: str) -> str:
    """A static address that never fails: the page that reports a fault may not add one."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def csrf_cookie_name() -> str:
    """Where scripts find the newest token; several copies of the service may share a host."""
    return settings.CSRF_COOKIE_NAME


@register.simple_tag
def demo_notice() -> str:
    """What a practice copy says on every page; empty in a real one."""
    if not settings.DEMO:
        return ""
    off = "" if settings.SECOND_FACTOR_REQUIRED else " Second factor is off."
    return f"Practice data: nobody here is real.{off}"


@register.inclusion_tag("components/idle_warning.html", takes_context=True)
def idle_warning(context: template.Context) -> dict[str, Any]:
    """The banner that warns before the idle limit; nothing for somebody who is not signed in."""
    request = context.get("request")
    user = getattr(request, "user", None)
    try:
        extend = reverse("accounts:session-extend")
    except NoReverseMatch:
        extend = ""
    return {
        "shown": bool(extend and user is not None and user.is_authenticated),
        "minutes": settings.IDLE_MINUTES,
        "warning_minutes": settings.IDLE_WARNING_MINUTES,
        "extend_url": extend,
        "sign_in_url": reverse(settings.LOGIN_URL),
        "sign_out_url": reverse("account_logout"),
        "next_name": REDIRECT_FIELD_NAME,
    }


# ---- Filters ---------------------------------------------------------------------------------


@register.filter
def may(user: Any, permission: str) -> bool:
    """`{% if request.user|may:"room.verb" %}`; False for somebody who is not signed in."""
    return bool(getattr(user, "is_authenticated", False) and user.may(permission))


@register.filter
def lower_first(text: str) -> str:
    """ "Team manager" inside a sentence: "team manager"."""
    return text[:1].lower() + text[1:]


@register.filter
def counted(number: int, word: str) -> str:
    """`{{ 2|counted:"day" }}` is "2 days"; give "child,children" for an uneven plural."""
    one, _, many = word.partition(",")
    return f"{number} {one if number == 1 else many or one + pluralize(number)}"


@register.filter
def as_lines(value: object) -> object:
    """A list one under the other; anything else as it is, and a dash for nothing at all."""
    if isinstance(value, (list, tuple)):
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in value)) or "–"
    return "–" if value is None or value == "" else value


# ---- Components ------------------------------------------------------------------------------


register.simple_tag(drawn.tag, name="govuk_tag")


@register.inclusion_tag("components/back_link.html")
def back_link(href: str, text: str = "Back") -> dict[str, Any]:
    return {"href": href, "text": text}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, what_to_do: str = "", href: str = "", link: str = "", kind: str = "nothing_yet"
) -> dict[str, Any]:
    """An empty list that says what to do. Kinds: `nothing_yet`, `none_match`, `not_allowed`."""
    return {"title": title, "what_to_do": what_to_do, "href": href, "link": link, "kind": kind}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Mapping[str, Any]], caption: str = "") -> dict[str, Any]:
    """Rows of `{key, value, href, link}`; `value` may be a list, `href` is the change link."""
    return {"rows": list(rows), "caption": caption}


@register.inclusion_tag("components/table.html")
def data_table(
    head: Iterable[Any],
    rows: Iterable[Iterable[Any]],
    caption: str = "",
    hide_caption: bool = False,
) -> dict[str, Any]:
    """A table that stacks into cards on a phone.

    A head cell is text or `{text, numeric}`. A body cell is text or a mapping with any of
    `text, href, hint, tag, kind, numeric`.
    """
    heads = [{"numeric": False, "text": "", **_named(cell)} for cell in head]
    labels = [(cell["text"], bool(cell["numeric"])) for cell in heads]
    body = [
        drawn.table_row(
            drawn.cell(cell, label, numeric=numeric or bool(cell.get("numeric")))
            for cell, (label, numeric) in zip(map(_named, row), labels, strict=True)
        )
        for row in rows
    ]
    return {"head": heads, "rows": body, "caption": caption, "hide_caption": hide_caption}


def _named(cell: Any) -> Mapping[str, Any]:
    return cell if isinstance(cell, Mapping) else {"text": cell}


@register.inclusion_tag("components/stat_card.html")
def stat_card(
    number: object, text: str, hint: str = "", href: str = "", kind: str = "blue"
) -> dict[str, Any]:
    """One figure that opens its rows. Stand several in `<div class="app-stats">`."""
    return {"number": number, "text": text, "hint": hint, "href": href, "kind": kind_of(kind)}


@register.inclusion_tag("components/clock_card.html")
def clock_card(
    title: str,
    headline: str,
    sentence: str,
    share: float = 0,
    kind: str = "blue",
    href: str = "",
    link: str = "",
) -> dict[str, Any]:
    """ "Day 43 of 45", a bar filled to `share` (0 to 1) and the sentence that explains the date."""
    return {
        "title": title,
        "headline": headline,
        "sentence": sentence,
        "bar": charts.progress_bar(f"{title}: {headline}", share=share, kind=kind_of(kind)),
        "href": href,
        "link": link,
    }


@register.simple_tag
def progress_bar(label: str, share: float, kind: str = "blue") -> SafeString:
    return charts.progress_bar(label, share=share, kind=kind_of(kind))


@register.inclusion_tag("components/chart.html")
def chart(drawing: charts.Chart, heading: str = "") -> dict[str, Any]:
    """A drawing with its table folded under it, so that every figure can also be read as words."""
    return {"chart": drawing, "heading": heading}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Tasks of `{title, href, hint, status, kind}`; without a `kind` it is done: no tag."""
    empty = {"title": "", "href": "", "hint": "", "status": "", "kind": ""}
    return {"tasks": [empty | dict(task) for task in tasks]}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "Sections of this record") -> dict[str, Any]:
    """Sub navigation: items with `text`, `href`, `here`; the same order on every page."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("components/identity_bar.html")
def identity_bar(
    name: str, reference: str = "", facts: Iterable[Any] = (), flags: Iterable[Any] = ()
) -> dict[str, Any]:
    """Who the page is about. Facts: `{label, value, kind}` (a kind draws a tag); flags last."""
    drawn = [{"kind": "", "href": ""} | dict(fact) for fact in facts]
    return {"name": name, "reference": reference, "facts": drawn, "flags": list(flags)}


@register.inclusion_tag("components/saved_line.html")
def saved_line(text: str = "", who_sees: str = "Only you can see it until you send it.") -> dict:
    """Where autosave says what is saved. `text` is what the server already knows, "Saved 14:07"."""
    return {"text": text, "who_sees": who_sees}


@register.inclusion_tag("components/chips.html")
def chips(items: Iterable[Mapping[str, str]], clear_href: str = "") -> dict[str, Any]:
    """Filters in force, each removable: `{text, href}`; `clear_href` takes them all away."""
    return {"items": list(items), "clear_href": clear_href}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Links to the pages of a Django `Page`, keeping the filters that stand in the address."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    steps = [
        {"number": step, "href": address(step), "here": step == page.number, "gap": False}
        if isinstance(step, int)
        else {"number": 0, "href": "", "here": False, "gap": True}
        for step in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "steps": steps,
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }


@register.simple_block_tag
def attention(content: SafeString, title: str = "Needs your attention", kind: str = "red") -> Any:
    """`{% attention %}<ul class="govuk-list">…</ul>{% endattention %}`: what comes first."""
    return _wrapped("components/attention_box.html", content, title=title, kind=kind_of(kind))


@register.simple_block_tag
def inset(content: SafeString, kind: str = "blue") -> Any:
    """A sentence set apart: `green` what is in place, `amber` what to mind, `red` what stops."""
    return _wrapped("components/inset.html", content, kind=kind_of(kind))


@register.simple_block_tag
def warning(content: SafeString) -> Any:
    return _wrapped("components/warning.html", content)


@register.simple_block_tag
def details(content: SafeString, summary: str = "Show more", open: bool = False) -> Any:  # noqa: A002
    return _wrapped("components/details.html", content, summary=summary, open=open)


@register.simple_block_tag
def card(content: SafeString, title: str = "", note: str = "", heading: int = 2) -> Any:
    """A boxed part of a page with its title and, at the far end, who will see it."""
    return _wrapped("components/card.html", content, title=title, note=note, heading=heading)


@register.simple_block_tag
def aside_section(content: SafeString, title: str = "") -> Any:
    """One part of the column of context: a line above, a small heading, its content."""
    return _wrapped("components/aside_section.html", content, title=title)


@register.simple_block_tag
def quote(content: SafeString) -> Any:
    """Somebody's own words."""
    return _wrapped("components/quote.html", content)


@register.simple_block_tag
def timeline_item(
    content: SafeString,
    when: str = "",
    what: str = "",
    who: str = "",
    title: str = "",
    href: str = "",
    tag: str = "",
    kind: str = "grey",
) -> Any:
    """One entry of `<ol class="app-timeline">`. The line above: when · what · who · tag."""
    return drawn.timeline_item(
        content,
        parts=[part for part in (when, what, who) if part],
        title=title,
        href=href,
        tag=drawn.tag(tag, kind) if tag else drawn.NOTHING,
    )


def _wrapped(name: str, content: SafeString, **context: Any) -> SafeString:
    drawn = template.loader.get_template(name).render({"content": content, **context})
    return mark_safe(drawn)  # noqa: S308 (made by our own template)


@register.simple_tag
def visually_hidden(text: object) -> SafeString:
    return format_html('<span class="govuk-visually-hidden">{}</span>', text)
