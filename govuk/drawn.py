"""Small pieces that stand on a page by the hundred, written straight as HTML.

A template is read better and drawn slower; a long table has a thousand of these.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.base import template_localtime
from django.utils.formats import localize
from django.utils.html import SafeString, conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from govuk.tags import SHAPES, kind_of

NOTHING = mark_safe("")


def said(value: Any) -> SafeString:
    """A value as a template would say it: dates and numbers in words of this country, escaped."""
    if isinstance(value, str):
        return conditional_escape(value)
    return conditional_escape(str(localize(template_localtime(value))))


def tag(text: object, kind: str = "grey", shape: bool = False) -> SafeString:
    """A status in words on a quiet ground; `shape` adds a mark told apart without colour."""
    kind = kind_of(kind)
    mark = (
        format_html('<span class="app-tag__shape" aria-hidden="true">{}</span> ', SHAPES[kind])
        if shape
        else NOTHING
    )
    return format_html('<strong class="app-tag app-tag--{}">{}{}</strong>', kind, mark, said(text))


def cell(given: Mapping[str, Any], label: object, *, numeric: bool) -> SafeString:
    """One cell of a table's body; `given` has any of `text, href, hint, tag, kind`."""
    text = said(given.get("text", ""))
    if href := given.get("href"):
        text = format_html('<a class="govuk-link" href="{}">{}</a>', href, text)
    if hint := given.get("hint"):
        text = format_html('{} <span class="app-hint">{}</span>', text, said(hint))
    if word := given.get("tag"):
        text = format_html("{} {}", text, tag(word, given.get("kind", "grey")))
    more = " govuk-table__cell--numeric" if numeric else ""
    return format_html(
        '<td class="govuk-table__cell{}" data-label="{}">{}</td>', more, said(label), text
    )


def table_row(cells: Iterable[SafeString]) -> SafeString:
    return format_html(
        '<tr class="govuk-table__row">{}</tr>',
        format_html_join("", "{}", ((one,) for one in cells)),
    )


def timeline_item(
    content: SafeString, *, parts: Iterable[object], title: str, href: str, tag: SafeString
) -> SafeString:
    """One entry of a timeline: a line of `parts` and a tag above, a title, the content."""
    said_above = [said(part) for part in parts] + ([tag] if tag else [])
    line = format_html_join(" · ", "{}", ((one,) for one in said_above))
    if href:
        title = format_html('<a class="govuk-link" href="{}">{}</a>', href, title)
    heading = format_html('<h3 class="app-timeline__title">{}</h3>', title) if title else NOTHING
    return format_html(
        '<li class="app-timeline__item"><p class="app-timeline__line">{}</p>{}'
        '<div class="app-timeline__body">{}</div></li>',
        line,
        heading,
        content,
    )
