"""The words that people put over the columns of a table of claims, and what a column with these words holds."""

from __future__ import annotations

import re
from typing import Final

# What a column can hold, with the words that people put over it. The first of a role is its name in a mapping file.
SYNONYMS: Final[dict[str, str]] = {
    "says": "claim; statement; claim text; claim reviewed; claimreviewed; quote or claim; what was said; assertion; what they said; "
    "the claim; headline; text; claim statement; allegation; says; claim made; claim checked; claim being checked; statement checked; "
    "what's claimed; what is claimed; what was claimed; fact to check; viral claim; rumour; rumor",
    "claim": "claim id; claim no; claim number; claim ref; ref; reference no; case no; id",
    "quote": "quote; quotation; exact words; exact quote; wording; verbatim",
    "figure": "figure; number claimed; figure claimed; statistic; stat; the figure; number and unit",
    "value": "value; number; amount; count; total; n; quantity; how many; percentage; percent; rate",
    "unit": "unit; units; measure unit; of what; unit of measure",
    "area": "area; place; location; region; city; town; country; geography",
    "period": "period; year; years; time period; reference period; data year",
    "about": "about; topic; variable; subject; indicator; what is measured; measure; theme",
    "at": "at; page; pages; timestamp; where in it; locator; paragraph; time code; timecode; section",
    "by": "by; speaker; claimant; said by; who said it; who; who by; said by whom; by whom; person; politician; made by; claimed by; "
    "claim author; spokesperson; speaker name; name of speaker; source of quote; attribution",
    "source": "source id; source ref",
    "title": "title; article title; source title; document; document title; article; name of source; report title; publication title",
    "kind": "kind; type; source type; medium; media type; format; document type; type of source",
    "publisher": "publisher; outlet; media outlet; news outlet; newspaper; site; website; platform; channel; publication; media; "
    "where; where published; where said; where it appeared; where seen; said where; venue; broadcaster; publisher name; programme; network",
    "authors": "authors; author; byline; journalist; reporter; written by; author(s)",
    "issued": "date; issued; published; date published; publication date; pub date; claim date; date of claim; date said; "
    "when; date of publication; date of statement; published on; day; datum; published date; date seen; date posted; posted; "
    "date made; date aired",
    "url": "url; link; address; web address; claim url; claim link; article url; article link; where url; web link; href; "
    "link to claim; url of claim; page url; post url; post link",
    "archive": "archive; archive url; archived; archive link; archived url; snapshot; wayback; wayback url; wayback link; perma",
    "same as": "doi; isbn; pmid; identifier; arxiv",
    "cites": "cites; cited source; source cited; based on; original source; primary source; source of figure; source of the figure; "
    "source of claim; source of the claim; data source; attributed to; citing; claimed source; reference given; source given",
    "evidence": "evidence; evidence url; evidence link; our source; our sources; fact-check source; factcheck source; proof; "
    "supporting link; supporting evidence; sources used; sources checked; sources consulted; reference; references; source checked; "
    "evidence links; evidence urls; evidence link(s); what we checked",
    "evidence archive": "evidence archive; evidence archive url; archived evidence; archived source",
    "verdict": "verdict; rating; ruling; conclusion; finding; assessment; truth rating; result; true or false; fact-check verdict; "
    "factcheck; veracity; label; judgement; judgment; textual rating; our verdict; decision; claim rating; our rating; our finding; "
    "outcome; score; grade; rating given; what we found; fact-check result; our conclusion; our call; our take; our judgement; call",
    "review url": "review url; fact-check url; factcheck url; fact check url; fact-check link; factcheck link; our article; review link; "
    "fact-check; fact check; link to fact-check; published fact-check; our url; our link",
    "reviewer": "reviewer; fact-checker; factchecker; fact checker; checked by whom; checker; fact-check publisher; review author; "
    "reviewed by; fact-checked by; organisation; organization",
    "reviewed": "review date; date reviewed; date checked; checked on; fact-check date; date of fact-check; reviewed on; date of review",
    "made here": "made here",
    "working": "working; method; workings",
    "checked by": "checked by",
    "leans on": "leans on; rests on",
    "speaks to": "speaks to; comments on",
    "read": "read; read on; read by",
    "seen in": "seen in",
    "relation": "relation; link type; how; relationship",
    "from": "from; claim from; citing; from claim",
    "to": "to; target; cited; to claim",
    "shown": "shown",
    "on": "on",
    "not found": "not found",
    "not in it": "not in it",
    "empowered": "empowered",
    "for": "for",
    "presumed": "presumed",
    "recorded by": "recorded by",
}
# The commonest headings of German, French, Spanish, Portuguese, Italian and Dutch tables.
ELSEWHERE: Final[dict[str, str]] = {
    "says": "behauptung; aussage; affirmation; déclaration; afirmación; afirmação; affermazione; dichiarazione; bewering; uitspraak",
    "figure": "zahl; chiffre; cifra",
    "value": "wert; valeur; valor; valore; waarde",
    "unit": "einheit; unité; unidad; unidade; unità; eenheid",
    "by": "urheber; urheberin; wer; quién; quem; chi; auteur de la déclaration; spreker",
    "publisher": "zeitung; média; medio; veículo; testata; fundort; erschienen in",
    "issued": "fecha; data",
    "url": "lien; enlace; adresse; dirección",
    "cites": "quelle; quellen; fuente; fonte; source citée; bron",
    "verdict": "bewertung; urteil; ergebnis; veredicto; calificación; classificação; giudizio; oordeel",
}
# Columns named “Source …” are where the claim is made, or what it cites, by what else the table has.
SOURCE_NAME: Final = ("source", "source name", "sources", "name of the source", "source/outlet")
SOURCE_URL: Final = (
    "source url",
    "source link",
    "source address",
    "url of source",
    "link to source",
    "source urls",
    "sources url",
)
# Words inside a longer heading that say what the column holds; looked for where the whole heading is not known, in this order.
INSIDE: Final = tuple(
    (re.compile(rf"\b(?:{words})\b"), role)
    for words, role in (
        (
            r"(?:fact.?check|review)\w*.*(?:url|link|article|page)|our (?:article|story|piece|page|write-?up|fact.?check)",
            "review url",
        ),
        (r"(?:date|when).*(?:fact.?check|review|publish\w* by us|checked)|(?:fact.?check|review)\w*.*date", "reviewed"),
        (r"\[\].*(?:cache|archive)\w*.*(?:url|link)", "evidence archive"),
        (r"\[\].*(?:url|link)", "evidence"),
        (r"verdict|rating|ruling|veracity|conclusion", "verdict"),
        (
            r"evidence|(?:sources?|data|references?).*(?:we|our|used|checked|consulted)|(?:we|our).*(?:sources?|data)",
            "evidence",
        ),
        (r"rests? on|supported by|backed by", "evidence"),
        (r"got (?:it|this|that|the) .*from|based on|according to", "cites"),
        (r"(?:their|cited|original|primary|stated) source|source (?:cited|given|of)", "cites"),
        (r"who (?:said|made|claimed)|speaker|claimant|said by", "by"),
        (r"(?:figure|number|statistic).*(?:claim\w*|used|said|given)|(?:claim\w*|stated) (?:figure|number)", "figure"),
        (r"archive\w*|cached|wayback|snapshot", "archive"),
        (r"url|web ?link|link|web ?address|hyperlink", "url"),
        (
            r"outlet|newspaper|publisher|published (?:in|by)|appeared in|where .*(?:said|appeared|published)",
            "publisher",
        ),
        (r"date|when", "issued"),
        (r"claim|statement|assertion|what (?:was|they|he|she) (?:said|claim\w*)", "says"),
        (r"topic|subject|indicator", "about"),
    )
)
