"""A report as Markdown with footnotes, for a page, an issue or a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.render.report import report

if TYPE_CHECKING:
    from kg.render.report import Line, Section
    from kg.results.trace import Trace

_MEANING: Final = re.compile(
    r"([\\`*_{}\[\]<>#|~$^@])|(&)|(?<![\w/])(https?://|www\.)|^(\s*(?:\d+(?=[.)])|[-+=]))", re.IGNORECASE
)


def report_markdown(trace: Trace) -> str:
    """The report of a trace. Text of records is text: no Markdown, HTML, mention or link in it takes effect."""
    made = report(trace)
    parts = [f"# {escaped(made.title)}"]
    for section in made.sections:
        parts += _section(section)
    if made.references:
        parts.append("\n".join(f"[^{number}]: {_line(line)}" for number, line in enumerate(made.references, 1)))
    parts.append(f"*{escaped(made.closing)}*")
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> list[str]:
    parts = [f"## {escaped(section.heading)}", *map(_line, section.paragraphs)]
    if section.table:
        rows = [f"| {escaped(name)} | {escaped(value)} |" for name, value in section.table]
        parts.append("\n".join(["| field | as stated |", "|---|---|", *rows]))
    if section.items:
        parts.append("\n".join(f"- {_line(line)}" for line in section.items))
    return parts


def _line(line: Line) -> str:
    marks = {"strong": "**", "em": "*"}
    text = ""
    for span in line:
        if span.style == "note":
            text += f"[^{span.text}]"
        elif span.style == "link":
            text += f"<{span.text}>"
        elif mark := marks.get(span.style):
            # Emphasis takes effect only where no blank stands inside its marks.
            body = span.text.strip()
            lead, trail = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
            text += f"{lead}{mark}{escaped(body)}{mark}{trail}" if body else span.text
        else:
            text += escaped(span.text)
    return text.strip()


def escaped(text: str) -> str:
    """A text whose every sign with a meaning in Markdown or HTML stands for itself."""

    def one(match: re.Match[str]) -> str:
        if match[2]:
            return "&amp;"
        if match[3]:  # an address that a page would make a link of by itself
            return match[3].replace(":", "&#58;").replace(".", "&#46;")
        if match[1]:
            return f"\\{match[1]}"
        # The beginning of a line that would be read as a list or an underline.
        return f"{match[4]}\\" if match[4].strip().isdigit() else f"\\{match[4].strip()}"

    return _MEANING.sub(one, text)
