"""Components draw what they are given, escaped, and say in words what colour would say."""

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from govuk.tags import KINDS, SHAPES, kind_of

EVIL = "<script>x</script>"


def draw(source, **context):
    request = RequestFactory().get("/list/", {"state": "open", "page": "2"})
    return Template("{% load govuk %}" + source).render(Context({"request": request} | context))


def test_every_kind_has_a_shape_of_its_own():
    assert set(SHAPES) == set(KINDS)
    assert len(set(SHAPES.values())) == len(KINDS)


def test_an_unknown_kind_is_grey():
    assert kind_of("pink") == "grey"
    assert 'class="app-tag app-tag--grey"' in draw('{% govuk_tag "Draft" "pink" %}')


def test_a_tag_shows_its_shape_to_eyes_only():
    html = draw('{% govuk_tag "Overdue 1 working day" "red" shape=True %}')
    assert "Overdue 1 working day" in html
    assert 'aria-hidden="true">◆' in html  # noqa: RUF001


@pytest.mark.parametrize(
    "source",
    [
        "{% govuk_tag evil %}",
        "{% back_link evil evil %}",
        "{% empty_state evil evil evil evil %}",
        "{% summary_list rows evil %}",
        "{% data_table head cells caption=evil %}",
        "{% stat_card evil evil hint=evil href=evil %}",
        "{% clock_card title=evil headline=evil sentence=evil href=evil link=evil %}",
        "{% task_list tasks %}",
        "{% tabs links label=evil %}",
        "{% identity_bar name=evil reference=evil facts=facts flags=flags %}",
        "{% saved_line evil evil %}",
        "{% chips links evil %}",
        (
            "{% timeline_item when=evil what=evil who=evil title=evil href=evil tag=evil %}"
            "{% endtimeline_item %}"
        ),
        "{% card title=evil note=evil %}{{ evil }}{% endcard %}",
        "{% attention title=evil %}{{ evil }}{% endattention %}",
        "{% details summary=evil %}{{ evil }}{% enddetails %}",
        "{% aside_section title=evil %}{{ evil }}{% endaside_section %}",
        "{% inset %}{{ evil }}{% endinset %}{% warning %}{{ evil }}{% endwarning %}",
        "{% quote %}{{ evil }}{% endquote %}",
        "{% visually_hidden evil %}",
    ],
)
def test_words_from_people_are_escaped(source):
    html = draw(
        source,
        evil=EVIL,
        rows=[
            {"key": EVIL, "value": [EVIL, EVIL], "href": EVIL, "link": EVIL},
            {"key": EVIL, "value": EVIL},
        ],
        head=[EVIL],
        cells=[[{"text": EVIL, "href": EVIL, "hint": EVIL, "tag": EVIL}], [EVIL]],
        tasks=[{"title": EVIL, "href": EVIL, "hint": EVIL, "status": EVIL, "kind": "red"}],
        links=[{"text": EVIL, "href": EVIL, "here": True}],
        facts=[
            {"label": EVIL, "value": EVIL, "kind": "red"},
            {"label": EVIL, "value": EVIL, "href": EVIL},
        ],
        flags=[{"text": EVIL, "kind": "red"}],
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_table_names_each_cell_for_the_phone():
    html = draw(
        "{% data_table head rows %}",
        head=["Child", {"text": "Days", "numeric": True}],
        rows=[["A", 3], [{"text": "B", "tag": "Overdue", "kind": "red"}, 4]],
    )
    assert html.count('data-label="Child"') == 2
    assert html.count("govuk-table__cell--numeric") == 2
    assert "app-tag--red" in html


def test_a_table_with_a_row_too_short_is_refused():
    with pytest.raises(ValueError, match="zip"):
        draw("{% data_table head rows %}", head=["A", "B"], rows=[["only one"]])


def test_pages_keep_the_filters_of_the_address():
    html = draw("{% pagination page %}", page=Paginator(range(100), 10).page(2))
    assert 'href="?state=open&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert "Showing 11 to 20 of 100" in html


def test_a_single_page_says_how_many_and_shows_no_links():
    html = draw("{% pagination page %}", page=Paginator(range(3), 10).page(1))
    assert "Showing 1 to 3 of 3" in html
    assert "<nav" not in html
    assert "Nothing to show" in draw("{% pagination page %}", page=Paginator([], 10).page(1))


def test_tabs_mark_where_one_is():
    links = [
        {"text": "Overview", "href": "/a", "here": False},
        {"text": "Plan", "href": "/b", "here": True},
    ]
    html = draw("{% tabs links %}", links=links)
    assert html.count('aria-current="page"') == 1


def test_counts_and_small_words():
    html = draw(
        '{{ 1|counted:"child,children" }} {{ 2|counted:"child,children" }} {{ 2|counted:"day" }}'
    )
    assert html == "1 child 2 children 2 days"
    assert draw('{{ "Team manager"|lower_first }}') == "team manager"
    assert draw('{{ ""|lower_first }}{{ none|as_lines }}', none=None) == "–"


def test_may_asks_the_person_and_nobody_else():
    person = SimpleNamespace(is_authenticated=True, may=lambda verb: verb == "room.verb")
    html = draw('{% if user|may:"room.verb" %}yes{% endif %}', user=person)
    assert html == "yes"
    stranger = SimpleNamespace(is_authenticated=False)
    assert draw('{% if user|may:"room.verb" %}yes{% endif %}', user=stranger) == ""
