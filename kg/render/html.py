"""A picture as one HTML file that needs nothing else: no network, no server, no scripts to be read.

pyvis carries the boxes and arrows and brings vis-network's script; the template is ours, since that of pyvis loads from
elsewhere and lets text from records run (CONTRIBUTING.md has the list). What a page may run is fixed by the hashes of its
own scripts in a content security policy, so a text from a record runs nothing even where escaping were to fail.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from kg.errors import UsageError
from kg.rdf.labels import label
from kg.render.citation import citation
from kg.render.column import column
from kg.render.html_data import box_data, edge_data, edge_rows, filters, glossary, node_rows, settings
from kg.render.palette import DARK, END_SIGNS, FONT, LIGHT, variables
from kg.render.safe import clip
from kg.render.scene import scene
from kg.render.svg import MOST_STILL, picture_css, squares, stills
from kg.resources import package_file

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from kg.render.picture import Picture
    from kg.render.scene import Scene

_VIS: Final = ("lib", "vis-9.1.2", "vis-network.min.js")
_OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": False,
        "hideEdgesOnDrag": False,
        "keyboard": {"enabled": False},
        "multiselect": False,
    },
    "nodes": {"fixed": True, "chosen": False, "labelHighlightBold": False},
    "edges": {"smooth": False, "chosen": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.7}}},
}


def html(picture: Picture) -> str:
    """The page. Raises UsageError for a picture without a box."""
    if not picture.nodes:
        raise UsageError("there is nothing to draw")
    from pyvis.network import Network

    placed = scene(picture)
    slim = column(picture) if len(picture.nodes) <= MOST_STILL else None
    network = Network(directed=True, cdn_resources="in_line")
    # Assigned whole: pyvis looks through all that it has for each one that is added.
    network.nodes = [
        box_data(node, placed.boxes[node.id], slim.boxes[node.id] if slim else None) for node in picture.nodes
    ]
    network.edges = [edge_data(edge, placed, slim) for edge in picture.edges]
    network.options = dict(_OPTIONS)
    network.templateEnv = environment()
    network.path = "trace.html.jinja"
    network.templateEnv.globals.update(_page(picture, slim))
    written: str = network.generate_html()
    return written


def _page(picture: Picture, slim: Scene | None) -> dict[str, Any]:
    """Everything that the template shows besides what pyvis hands to it."""
    from markupsafe import Markup

    scripts, style = [_switch(), vis_network(), explorer()], page_css()
    return {
        "picture": picture,
        "cite": citation(picture),
        "page": settings(picture, slim),
        "filters": filters(picture),
        "node_rows": node_rows(picture),
        "edge_rows": edge_rows(picture),
        "flags": picture.flags,
        "glossary": glossary(picture),
        "still": Markup(stills(picture)),  # noqa: S704 - made by ElementTree
        "scripts": [Markup(script) for script in scripts],  # noqa: S704 - files of ours and of pyvis
        "style": Markup(style),  # noqa: S704 - a file of ours
        "policy": policy(scripts, style),
        "squares": lambda level: Markup(squares_image(level)),  # noqa: S704 - made by ElementTree
        "label": label,
        "clip": clip,
        "end_signs": END_SIGNS,
        "version": version("headwater"),
    }


def environment() -> Environment:
    """The template engine: our templates, every text escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(package_file("render", "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["data"] = as_data
    made.filters["relation"] = lambda word: label("relation", word)
    return made


def policy(scripts: list[str], style: str) -> str:
    """The content security policy of a page: nothing but these very scripts and this very style."""
    allowed = " ".join(_hash(script) for script in scripts) or "'none'"
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def vis_network() -> str:
    """vis-network's script, as pyvis brings it, with its licence in its first lines.

    Raises UsageError where the installed pyvis does not have it.
    """
    spec = find_spec("pyvis")
    folders = spec.submodule_search_locations if spec else None
    path = Path(folders[0], *_VIS) if folders else None
    if path is None or not path.is_file():
        raise UsageError("the installed pyvis does not bring vis-network 9.1.2; install pyvis 0.3.2")
    # The map that its last line names is not there; a browser's tools would ask for it.
    return path.read_text(encoding="utf-8").partition("\n//# sourceMappingURL=")[0] + "\n"


def explorer() -> str:
    """Our own script, from its parts."""
    parts = [_template(name) for name in ("draw.js", "explorer.js", "panel.js")]
    return "(() => {\n\"use strict\";\nconst DATA = JSON.parse(document.getElementById('data').textContent);\n" + (
        "const PAGE = DATA.page;\n" + "\n".join(parts) + "})();\n"
    )


def _switch() -> str:
    return "document.documentElement.classList.add('js');"


def _template(name: str) -> str:
    return package_file("render", "templates", name).read_text(encoding="utf-8")


def page_css() -> str:
    """The style of a page: colours for light and dark, paper always light, the picture's own rules."""
    return page_style("page.css")


def report_css() -> str:
    """The style of a printed report, in the same colours."""
    return page_style("report.css")


def page_style(name: str) -> str:
    """A style sheet of ours with the colours of every page: light and dark on screen, paper always light."""
    rules = _template(name)
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{variables(DARK)}}}}}"
    light = f":root{{color-scheme:light;{variables(LIGHT)}}}"
    return f"{light}\n{dark}\n{rules.replace('FONT', FONT)}{picture_css()}\n{_template('still.css')}"


def squares_image(level: str) -> str:
    """The squares of a backing as a small image inside a page."""
    root = ET.Element(
        "svg", {"class": "hw squares", "viewBox": "0 0 40 12", "width": "40", "height": "12", "aria-hidden": "true"}
    )
    squares(root, level, 1, 1)
    return ET.tostring(root, encoding="unicode")


def trusted(text: str) -> Markup:
    """A script, style or drawing of ours, for a template that would escape it."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - never a text of records


def as_data(value: object) -> Markup:
    """A value as JSON that may stand inside a script element: nothing in it can end that element or open a comment."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no sign with a meaning in HTML is left
