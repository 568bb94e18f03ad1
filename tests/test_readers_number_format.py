"""Numbers as charts display them."""

import pytest

from slideextract.readers.number_format import display

DISPLAYED = [
    ("0.562", "0%", "56.2%"),
    ("0.56200000000000006", "0.0%", "56.2%"),
    ("0.3333333333333333", "0%", "33%"),
    ("0.5", "0.##%", "50%"),
    ("56.2", '0.0" %"', "56.2 %"),
    ("56.2", '0.0 "%"', "56.2 %"),
    ("62", '0"%"', "62%"),
    ("12.300000000000001", "General", "12.3"),
    ("0.60000000000000009", "", "0.6"),
    ("2.50", "General", "2.5"),
    ("13.4", "0.00", "13.40"),
    ("7.25", "0.0", "7.25"),
    ("1234", "# ##0", "1234"),
    ("1234567.5", "#,##0.0", "1234567.5"),
    ("3400000", "0.0,,", "3.4"),
    ("-4.8", "0.0", "-4.8"),
    ("-4.8", "0.0;(0.0)", "-4.8"),
    ("-4.8", "0.0;0.0", "4.8"),
    ("-4.8", "0.0;-0.0", "-4.8"),
    ("-0.0", "0.0", "0.0"),
    ("7", "+0.0;-0.0", "+7.0"),
    ("0", '0.0;-0.0;"nil "0', "nil 0"),
    ("3", '0"/10"', "3/10"),
    ("8", '[<5]"low "0;"high "0', "high 8"),
    ("4", '[<5]"low "0;"high "0', "low 4"),
    ("39000", "m/d/yy", "2006-10-10"),
    ("1E-3", "0.000", "0.001"),
    ("#N/A", "0", None),
    ("", "0.0", None),
    ("NaN", "0.0", None),
    ("1e300", "0", None),
]


@pytest.mark.parametrize(("text", "code", "shown"), DISPLAYED)
def test_displayed(text: str, code: str, shown: str | None) -> None:
    assert display(text, code) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"), [("12.34", "0.0", "12.3"), ("12.35", "0", "12"), ("0.562", "0%", "56.2%")]
)
def test_a_printed_label_rounds_as_told_except_percentages(text: str, code: str, shown: str | None) -> None:
    assert display(text, code, printed=True) == shown
