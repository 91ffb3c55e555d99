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
    "row number": "row number; no; nr; check no; check number; fact-check no; entry no; item no; row no; #",
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
    "evidence links; evidence urls; evidence link(s); what we checked; fact-check sources; factcheck sources",
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
# Over a column of these words stand kinds of media, and outlets by their names over any others.
KIND_OR_OUTLET: Final = frozenset({"medium", "media", "media type", "format", "channel", "kanal", "média", "medio"})
KINDS_OF_MEDIA: Final = frozenset(
    word.strip()
    for word in (
        "article; news article; web article; news; web page; website; web; online; report; paper; book; print; newspaper; magazine; tv; "
        "television; radio; podcast; video; audio; image; photo; picture; meme; social media; social; tweet; post; facebook post; "
        "instagram post; tiktok; speech; interview; debate; press release; press conference; blog; blog post; advert; ad; leaflet; "
        "flyer; letter; email; text; broadcast; "
        "artikel; zeitung; zeitschrift; fernsehen; rundfunk; hörfunk; rede; pressemitteilung; beitrag; bild; soziale medien; flugblatt; "
        "presse; journal; télévision; discours; communiqué; réseaux sociaux; artículo; televisión; prensa; discurso; redes sociales"
    ).split(";")
)
# Where two columns hold days or addresses, the words by which one is the claim's, and the other the review's.
OF_CLAIM: Final = re.compile(
    r"said|claim|statement|\bmade\b|spoken|aired|seen|appear|heard|aussage|behauptung|déclaration|afirma|declara"
)
OF_REVIEW: Final = re.compile(r"publi|story|article|check|review|\bour|posted|rated|veröffentlich|artikel|nota\b|write")
# Columns named “Source …” are where the claim is made, or what it cites, by what else the table has.
SOURCE_NAME: Final = ("source", "source name", "sources", "name of the source", "source/outlet")
SOURCES: Final = re.compile(r"(?:sources?|quellen?|fuentes?|fontes?|bron(?:nen)?|fonti?)(?:\W+(?:links?|urls?)\W*)?")
SOURCE_URL: Final = (
    "source url",
    "source link",
    "source links",
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
        (r"url|web ?link|link|web ?address|hyperlink|\blien\b|enlace", "url"),
        (r"beleg|nachweis|preuve|prueba|evid[eê]nci|bewijs", "evidence"),
        (
            r"(?:geprüft|vérifié|verificado|checado|verificato|gecheckt) (?:von|par|por|da|door)|faktenchecker",
            "reviewer",
        ),
        (r"(?:datum|date|fecha|data).*(?:prüf|faktencheck|vérif|verific|checa)", "reviewed"),
        (r"bewertung|urteil|veredic|veredito|verdetto|oordeel|einstufung", "verdict"),
        (r"\bwer\b|sprecher|qui l'a|locuteur|quién|quem disse|chi l'ha", "by"),
        (
            r"outlet|newspaper|publisher|published (?:in|by)|appeared in|^where\b|platform|network|station|broadcaster",
            "publisher",
        ),
        (r"date|when|datum|fecha|\bdata\b", "issued"),
        (
            r"claim|statement|assertion|what (?:was|they|he|she) (?:said|claim\w*)"
            r"|behauptung|aussage|affirmation|afirmaci|afirmaç|affermazione|bewering",
            "says",
        ),
        (r"topic|subject|indicator", "about"),
    )
)
