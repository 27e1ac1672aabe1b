"""A chart's part of an office file, with the values that its program kept in it."""

from __future__ import annotations

from benchmarks.wild_corpus.truth import Fact, Pen

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def chart_xml(pen: Pen, *, percent: bool = False) -> str:
    """Two series over four categories; as percentages where the format says so."""
    names = ["Boys", "Girls"]
    categories = [pen.words(2).capitalize() for _ in range(4)]
    kept = "".join(
        f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(categories)
    )
    series = []
    for at, name in enumerate(names):
        points = []
        for place, category in enumerate(categories):
            printed = pen.figure("percent" if percent else "plain")
            pen.facts.append(Fact(page=pen.page, printed=printed, row=category, column=name))
            stored = f"{float(printed.rstrip('%')) / 100:.4f}" if percent else printed
            points.append(f'<c:pt idx="{place}"><c:v>{stored}</c:v></c:pt>')
        code = "0.0%" if percent else "General"
        series.append(
            f'<c:ser><c:idx val="{at}"/><c:tx><c:strRef><c:f>S!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef>'
            f'<c:f>S!$A$2:$A$5</c:f><c:strCache><c:ptCount val="4"/>{kept}</c:strCache></c:strRef></c:cat>'
            f"<c:val><c:numRef><c:f>S!$B$2:$B$5</c:f><c:numCache><c:formatCode>{code}</c:formatCode>"
            f'<c:ptCount val="4"/>{"".join(points)}</c:numCache></c:numRef></c:val></c:ser>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><c:chartSpace '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich>'
        f"<a:p><a:r><a:t>{pen.words(3).capitalize()}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        f"<c:plotArea><c:barChart>{''.join(series)}</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
