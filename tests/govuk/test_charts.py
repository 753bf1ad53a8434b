"""Charts say in words what they draw, and their numbers are drawn to scale."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from govuk import charts
from govuk.charts import Bar, DaySquare, Series

EVIL = '<script>"&'
figures = st.floats(min_value=0, max_value=1000)


def tree(markup):
    return ET.fromstring(f"<root>{markup}</root>")


def labels(markup):
    return [node.get("aria-label") for node in tree(markup).iter() if node.get("aria-label")]


def test_a_bar_beyond_its_limit_is_said_and_drawn_as_over():
    chart = charts.bar_chart("Load", [Bar("Ben", 6.5, 6), Bar("Ewa", 4, 4), Bar("Ann", 1)])
    assert labels(chart.drawing) == ["Ben: 6.5 of 6, over the limit", "Ewa: 4 of 4", "Ann: 1"]
    assert chart.drawing.count("app-fill-red") == 1
    assert chart.rows == [["Ben", "6.5", "6 (over)"], ["Ewa", "4", "4"], ["Ann", "1", "no limit"]]


def test_bars_share_one_scale():
    chart = charts.bar_chart("Load", [Bar("A", 2), Bar("B", 4)])
    widths = [float(node.get("width")) for node in tree(chart.drawing).iter("rect")]
    assert widths == [49, 98]


def test_bars_without_limits_have_a_table_of_two_columns():
    chart = charts.bar_chart("Load", [Bar("A", 2)], head=("Who", "Now", "Limit"))
    assert list(chart.head) == ["Who", "Now"]
    assert chart.rows == [["A", "2"]]


def test_a_line_chart_has_a_row_for_each_day_and_a_dash_of_its_own_for_each_line():
    first, second = date(2026, 9, 7), date(2026, 11, 2)
    chart = charts.line_chart(
        "Safe?",
        [Series("Tomasz", "T", [(first, 2), (second, 4)]), Series("Mum", "M", [(second, 6.5)])],
    )
    assert chart.head == ["Date", "Tomasz", "Mum"]
    assert chart.rows == [["7 September 2026", "2", "–"], ["2 November 2026", "4", "6.5"]]
    assert "Tomasz: 2 to 4; Mum: 6.5" in chart.drawing
    assert "app-line--1" in chart.drawing
    assert "app-line--2" in chart.drawing


def test_labels_at_the_ends_of_lines_do_not_cover_one_another():
    day = date(2026, 9, 7)
    chart = charts.line_chart(
        "Safe?",
        [Series(name, name, [(day, value)]) for name, value in [("A", 0), ("B", 0), ("C", 0.2)]],
    )
    places = sorted(
        float(node.get("y"))
        for node in tree(chart.drawing).iter("text")
        if "app-ink-label" in node.get("class")
    )
    assert all(after - before >= 15 for before, after in zip(places, places[1:], strict=False))
    assert max(places) <= 160


def test_a_chart_without_readings_says_so():
    assert "No readings yet" in charts.line_chart("Safe?", []).drawing
    assert "no figures yet" in charts.sparkline("Trend", [])
    assert charts.bar_chart("Load", []).rows == []
    assert "0 done" in charts.day_grid("Days", []).drawing


def test_a_sparkline_says_its_figures_and_its_band():
    said = labels(charts.sparkline("KPI", [71, None, 84.5], band=(52, 63)))
    assert said == ["KPI: 71, 84.5; band 52 to 63"]


def test_a_day_grid_counts_each_kind_and_crosses_the_days_away():
    days = [DaySquare("done")] * 3 + [DaySquare("away", "Sick")] * 2 + [DaySquare("ahead")] * 5
    chart = charts.day_grid("Days", days, per_row=5)
    assert labels(chart.drawing) == ["Days: 3 done, 2 away, 5 ahead, of 10"]
    assert chart.drawing.count("app-ink-cross") == 2
    assert chart.rows == [["Done", "3"], ["Away", "2"], ["Ahead", "5"]]


@pytest.mark.parametrize(("share", "width"), [(0, 0), (0.25, 25), (1, 100), (1.4, 100), (-1, 0)])
def test_a_progress_bar_never_leaves_its_frame(share, width):
    bar = tree(charts.progress_bar("Day 5 of 20", share=share))
    assert [float(node.get("width")) for node in bar.iter("rect")][1] == width


def everything(words, values):
    day = date(2026, 1, 1)
    return "".join(
        [
            charts.bar_chart(words, [Bar(words, v, v / 2, href=words) for v in values]).drawing,
            charts.line_chart(words, [Series(words, words, [(day, v) for v in values])]).drawing,
            charts.sparkline(words, values, band=(1, 2)),
            charts.day_grid(words, [DaySquare(words, words)]).drawing,
            charts.progress_bar(words, share=0.5),
        ]
    )


def test_words_are_escaped():
    drawing = everything(EVIL, [1, 2])
    assert "<script>" not in drawing
    tree(drawing)


@hypothesis_settings(max_examples=50)
@given(st.lists(figures, max_size=6))
def test_any_figures_give_sound_markup_inside_its_frame(values):
    drawing = everything("Words", values)
    assert "nan" not in drawing
    assert not re.search(r'(width|x|y)="-', drawing)
    tree(drawing)


def test_no_chart_brings_style_or_script():
    drawing = everything("Words", [1, 2])
    assert not re.search(r"\s(style|on\w+)=", drawing)


@pytest.mark.parametrize(("value", "said"), [(3.0, "3"), (3, "3"), (6.5, "6.5"), (2.25, "2.2")])
def test_figures_are_written_as_people_write_them(value, said):
    assert charts.number(value) == said
