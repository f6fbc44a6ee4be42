"""Pictures of what is found out about customers."""

from __future__ import annotations

import pytest

from shopkeeper.customers import plots
from shopkeeper.customers.customers import Customers
from shopkeeper.shop import InvalidQuery


@pytest.fixture(scope="module")
def figures(told_shop):
    ours = Customers(told_shop)
    return {language: [plots.funnel_figure(ours.funnel(30, "device"), language), plots.cohorts_figure(ours.cohorts(), language),
                       plots.segments_figure(ours.segments(), language)] for language in ("zh", "en")}  # fmt: skip


def test_they_are_titled_in_both_languages(figures):
    assert [figure.layout.title.text for figure in figures["zh"]] == ["访问走到了哪一步", "首单之后谁还回来买", "顾客分成哪些人"]
    assert all(figure.layout.title.text.isascii() for figure in figures["en"])


def test_they_hold_the_figures(figures):
    funnel, cohorts, segments = figures["en"]
    assert list(funnel.data[0].customdata) == [3, 2, 1, 1, 1]
    assert cohorts.data[0].z[0][0] is not None
    assert sum(segments.data[0].x) == pytest.approx(1)


def test_a_file_needs_nothing_beside_it(figures, tmp_path):
    plots.write(figures["zh"][0], tmp_path / "f.html")
    text = (tmp_path / "f.html").read_text("utf-8")
    assert "Plotly.newPlot" in text
    assert 'src="http' not in text
    with pytest.raises(InvalidQuery, match=r"ends in \.html or \.png, got f\.pdf"):
        plots.write(figures["zh"][0], tmp_path / "f.pdf")


def test_a_png_that_cannot_be_drawn_says_what_it_needs(figures, tmp_path, monkeypatch):
    def no_browser(*_, **__):
        raise RuntimeError("Kaleido requires Google Chrome")

    monkeypatch.setattr(type(figures["en"][0]), "write_image", no_browser)
    with pytest.raises(InvalidQuery, match="Chrome or Chromium"):
        plots.write(figures["en"][0], tmp_path / "f.png")
