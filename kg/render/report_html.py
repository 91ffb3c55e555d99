"""A report as one HTML page to print: no script, its own style, the picture in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.render.build_picture import trace_picture
from kg.render.html import environment, policy, report_css
from kg.render.report import report
from kg.render.svg import stills

if TYPE_CHECKING:
    from kg.results.trace import Trace


def report_html(trace: Trace) -> str:
    """The report of a trace with its picture, in a page that runs and loads nothing."""
    picture = trace_picture(trace)
    still = stills(picture)
    style = report_css()
    return (
        environment()
        .get_template("report.html.jinja")
        .render(
            report=report(trace),
            policy=policy([], style),
            style=style,
            still=still,
        )
    )
