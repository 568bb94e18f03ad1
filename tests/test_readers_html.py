"""HTML pages: visible text, tables with spans, superscripts, the frame of the page, and hostile markup."""

import hashlib

import pytest

from slideextract.document import Cell, Document
from slideextract.errors import ReadError
from slideextract.readers import limits
from slideextract.readers.html import read_html


def read(body: str | bytes) -> Document:
    data = body.encode() if isinstance(body, str) else body
    return read_html(data, "page.html", hashlib.sha256(data).hexdigest())


def blocks(body: str) -> list[tuple[str, str]]:
    document = read(body)
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def cells(body: str) -> dict[str, Cell]:
    document = read(body)
    return {document.text[b.span.start : b.span.end]: b.cell for b in document.blocks if b.cell}


BLOCKS = [
    ("<h1>Title</h1><h2>Head</h2><p>Text of it.</p><ul><li>one<li>two</ul>",
     [("title", "Title"), ("heading", "Head"), ("paragraph", "Text of it."), ("bullet", "one"), ("bullet", "two")]),
    ("<title>Page</title><body><p>Text of it.</p>", [("title", "Page"), ("paragraph", "Text of it.")]),
    ("<title>Page</title><body><h1>Real</h1>", [("title", "Real")]),
    ("<p>56,2&nbsp;%\n  (p&nbsp;&lt;&nbsp;0,01)</p>", [("paragraph", "56,2 % (p < 0,01)")]),
    ("<p>Rate <b>5</b>.<i>5</i> %.</p>", [("paragraph", "Rate 5.5 %.")]),
    ("<p><b>Primary endpoint</b></p><p>It was met.</p>",
     [("heading", "Primary endpoint"), ("paragraph", "It was met.")]),
    ("<div>56.2 %</div><div>ACR20</div>", [("label", "56.2 %"), ("label", "ACR20")]),
    ("<p>The first line<br>goes on here.<br>Another one.</p>",
     [("paragraph", "The first line goes on here."), ("paragraph", "Another one.")]),
    ("<p>Text of it.</p><section class='footnotes'><p>Adjusted for age.</p></section>",
     [("paragraph", "Text of it."), ("footnote", "Adjusted for age.")]),
    ("<p><sup>a</sup>Adjusted for age.</p>", [("footnote", "ᵃAdjusted for age.")]),
    ("<figure><img alt='x'><figcaption>Survival</figcaption></figure>", [("caption", "Survival")]),
    ("<svg><title>no</title><text>42 %</text><text>Drug</text></svg>", [("label", "42 %"), ("label", "Drug")]),
    ("<pre>one line.\nanother line.</pre>", [("paragraph", "one line."), ("paragraph", "another line.")]),
    ("<p>• one</p><p>o two</p>", [("bullet", "one"), ("bullet", "two")]),
    ("<script>1</script><style>2</style><noscript>3</noscript><template>4</template><p>Seen.</p>",
     [("paragraph", "Seen.")]),
    ("<p hidden>1</p><p style='display: none'>2</p><p>Seen.</p><!-- 3 -->", [("paragraph", "Seen.")]),
    ("", []),
    ("<p> </p>", []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BLOCKS)
def test_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(body) == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>65<sup>1</sup> patients.</p>", "65¹ patients."),
        ("<p>65<sup>1,2</sup> patients.</p>", "65¹,² patients."),
        ("<p>p = 3 × 10<sup>-3</sup>.</p>", "p = 3 × 10⁻³."),
        ("<p>le 1<sup>er</sup> jour.</p>", "le 1er jour."),
        ("<p>HbA<sub>1c</sub> et CO<sub>2</sub>.</p>", "HbA1c et CO2."),
        ("<p>65<sub>2</sub> patients.</p>", "65₂ patients."),
        ("<p>kg/m<sup>2</sup>.</p>", "kg/m²."),
        ("<p>10<math><msup><mn>10</mn><mn>9</mn></msup></math> L.</p>", "1010⁹ L."),
        ("<p><sup>Raised as a whole.</sup></p>", "Raised as a whole."),
    ],
)
def test_superscripts(body: str, text: str) -> None:
    assert read(body).text == text


TABLE = """
<table><caption>Results</caption><thead><tr><th rowspan=2>Endpoint</th><th colspan="2">Week 12</th></tr>
<tr><th>Drug</th><th>Placebo</th></tr></thead>
<tbody><tr><td>ACR20</td><td>60<sup>a</sup> %</td><td>30 %</td></tr><tr><td>Pain<br>score</td><td colspan=2>5</td></tr>
"""


def test_tables() -> None:
    assert cells(TABLE) == {
        "Endpoint": Cell(0, 0, 0, 2, 1, header=True),
        "Week 12": Cell(0, 0, 1, 1, 2, header=True),
        "Drug": Cell(0, 1, 1, header=True),
        "Placebo": Cell(0, 1, 2, header=True),
        "ACR20": Cell(0, 2, 0),
        "60ᵃ %": Cell(0, 2, 1),
        "30 %": Cell(0, 2, 2),
        "Pain score": Cell(0, 3, 0),
        "5": Cell(0, 3, 1, 1, 2),
    }
    assert blocks(TABLE)[0] == ("caption", "Results")
    assert "ACR20\t60ᵃ %\t30 %\nPain score\t5" in read(TABLE).text


def test_a_table_inside_a_cell_comes_after_its_table() -> None:
    inner = "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>"
    found = read(f"<table><tr><th>Arm</th><th>n</th></tr><tr><td>Drug</td><td>5{inner}</td></tr></table>")
    texts = [(found.text[b.span.start : b.span.end], b.cell.table) for b in found.blocks if b.cell]
    assert texts == [("Arm", 1), ("n", 1), ("Drug", 1), ("5", 1), ("a", 0), ("1", 0), ("b", 0), ("2", 0)]


@pytest.mark.parametrize(
    "body",
    [
        "<table role=presentation><tr><td>One.</td><td>Two.</td></tr><tr><td>Three.</td><td>Four.</td></tr></table>",
        "<table><tr><td>One.</td></tr><tr><td>Two.</td></tr></table>",
        "<table><tr><td><h2>One</h2></td><td>Two.</td></tr><tr><td>Three.</td><td>Four.</td></tr></table>",
        f"<table><tr><td>One.</td><td>{'Long. ' * 150}</td></tr><tr><td>Three.</td><td>Four.</td></tr></table>",
        "<table><tr><td>One.</td><td></td></tr><tr><td>Two.</td><td></td></tr></table>",
    ],
)
def test_tables_of_layout_are_text(body: str) -> None:
    assert not cells(body)
    assert len(blocks(body)) > 1


FRAME = """
<body class="has-sidebar"><header class=site><a href=/>Acme</a></header><nav><ul><li>Home<li>About us</ul></nav>
<div id="cookie-banner"><p>We use 867 cookies.</p></div>
<main><article><header><h1>Drug works</h1></header><p>The rate was 45% in 200 adults, and 20% on placebo in the trial.
It was the same in both sexes and at all ages, as the authors of the study say at length in this part.</p>
</article><aside><p>More news: 62%.</p></aside></main>
<div class="relatedLinks"><p>Other news of the day.</p></div>
<div><a href=1>First link</a></div><div><a href=2>Second link</a></div><div><a href=3>Third link</a></div>
<footer><p>© Acme</p></footer><form><button>Search</button></form></body>
"""


def test_the_frame_of_a_page_is_kept_and_tagged() -> None:
    content = [(kind, text) for kind, text in blocks(FRAME) if kind != "boilerplate"]
    assert [kind for kind, _ in content] == ["title", "paragraph"]
    framed = [text for kind, text in blocks(FRAME) if kind == "boilerplate"]
    assert framed == [
        "Acme", "Home", "About us", "We use 867 cookies.", "More news: 62%.", "Other news of the day.", "First link",
        "Second link", "Third link", "© Acme", "Search",
    ]  # fmt: skip


def test_what_is_most_of_the_page_is_no_frame() -> None:
    assert blocks(f"<div class=menu-open><p>{'The rate was 45%. ' * 9}</p></div><p>More.</p>")[0][0] == "paragraph"


def test_hidden_by_the_pages_own_style() -> None:
    style = "<style>/* x */ .gone, #off { display:none } @media print { .paper { display:none } } .on { top:0 }</style>"
    body = "<p class='a gone'>1.</p><p id=off>2.</p><p class=paper>3.</p><p class=on>4.</p>"
    assert [text for _, text in blocks(style + body)] == ["3.", "4."]


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="iso-8859-1"><p>décès – 5 %'.encode("cp1252"),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>décès – 5 %'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>décès – 5 %'.encode(),
        "<p>décès – 5 %".encode("cp1252"),
        "<p>décès – 5 %".encode("utf-16"),
        "\ufeff<p>décès – 5 %".encode(),
        '<?xml version="1.0" encoding="ISO-8859-1"?><html><p>décès – 5 %</p></html>'.encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read(data).text == "décès – 5 %"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "x",
        "<table><tr><td colspan=999999 rowspan=999999>a</td><td>b</td></tr></table>" * 500,
        "<table><tr>" + "<td>5 %" * 3000 + "<tr><td>a<td>b",
    ],
)
def test_hostile_markup_ends(body: str) -> None:
    try:
        document = read(body)
    except ReadError as error:
        assert error.status == "hostile"  # noqa: PT017 - either way is right
    else:
        assert all(b.cell.column_span < limits.LIMITS["columns"].most for b in document.blocks if b.cell)


def test_deep_tables_are_read() -> None:
    document = read("<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>" * 200 + "x")
    assert document.text.count("a") == document.text.count("b") == 200


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ENVIRONMENT, "markup=10")
    with pytest.raises(ReadError, match="--limit markup=") as caught:
        read("<p>" + "a" * 11)
    assert caught.value.status == "hostile"
