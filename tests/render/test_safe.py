"""Text that nobody sees is left out where it is shown, and written as an escape where the data are kept."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from kg.model.plain_text import plain_text
from kg.render.safe import escaped, plain_json

TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
HIDDEN = {
    "tag characters": f"a{TAGS}b",
    "zero-width space": "a\u200bb",
    "soft hyphen": "a\u00adb",
    "word joiner": "a\u2060b",
    "invisible times": "a\u2062b",
    "joiner between plain letters": "a\u200db",
    "joiners in a row": "می\u200c\u200d\u200cb".replace("می", "a"),
    "variation selector after a letter": "a\ufe0fb",
    "supplementary variation selectors": "a\U000e0100\U000e01efb",
    "Hangul filler": "a\u3164b",
    "annotation anchor": "a\ufff9b",
    "byte order mark": "a\ufeffb",
    "override": "a\u202eb",
    "terminal escape": "a\x1bb",
}


@pytest.mark.parametrize("kind", sorted(HIDDEN))
def test_what_nobody_sees_is_left_out_of_text(kind: str) -> None:
    assert plain_text(HIDDEN[kind]) == "ab"


@pytest.mark.parametrize("text", ["می\u200cروم", "👩\u200d💻", "❤\ufe0f", "a – b"])
def test_a_joiner_that_is_part_of_a_letter_or_sign_stays(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize("kind", sorted(HIDDEN))
def test_json_keeps_the_same_content_in_escapes(kind: str) -> None:
    shown = plain_json(json.dumps(HIDDEN[kind], ensure_ascii=False))
    assert plain_text(shown) == shown
    assert json.loads(shown) == HIDDEN[kind]


@pytest.mark.parametrize("kind", sorted(set(HIDDEN) - {"terminal escape"}))
def test_turtle_keeps_the_same_content_in_escapes(kind: str) -> None:
    shown = escaped(f'<http://ex.org/s> <http://ex.org/p> "{HIDDEN[kind]}" .')
    assert plain_text(shown) == shown
    [quad] = ox.parse(shown, format=ox.RdfFormat.TURTLE)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == HIDDEN[kind]
