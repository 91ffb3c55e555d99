"""The commonest headings and verdicts of German, French, Spanish, Portuguese, Italian, Dutch, Polish and Swedish tables."""

from __future__ import annotations

from typing import Final

ELSEWHERE: Final[dict[str, str]] = {
    "says": "behauptung; aussage; these; geprüfte aussage; geprüfte behauptung; affirmation; déclaration; "
    "allégation; afirmación; declaración; frase; afirmação; alegação; declaração; affermazione; "
    "dichiarazione; bewering; uitspraak; claim tekst; wypowiedź; teza; påstående",
    "quote": "zitat; wortlaut; citation exacte; cita; citação; citazione; citaat; cytat; citat",
    "figure": "zahl; chiffre; cifra; cijfer; liczba; siffra",
    "value": "wert; valeur; valor; valore; waarde; wartość; värde",
    "unit": "einheit; unité; unidad; unidade; unità; eenheid; jednostka; enhet",
    "area": "ort; land; bundesland; gebiet; lieu; région; pays; lugar; país; región; local; região; luogo; paese; "
    "regione; plaats; miejsce",
    "period": "zeitraum; jahr; période; année; período; periodo; año; ano; anno; periode; jaar; okres; rok; år",
    "about": "thema; sujet; thème; tema; argomento; onderwerp; temat; ämne",
    "at": "seite; página; pagina; strona; sida",
    "by": "urheber; urheberin; wer; sprecher; sprecherin; von wem; wer hat es gesagt; wer hat das gesagt; "
    "gesagt von; politiker; quién; quem; chi; auteur; auteur de la déclaration; locuteur; orateur; qui; "
    "qui l'a dit; autor; quién lo dijo; dicho por; portavoz; quem disse; autore; chi l'ha detto; wie; wie "
    "zei het; spreker; kto; kto powiedział; vem; vem sa det",
    "publisher": "zeitung; sender; plattform; medio; veículo; testata; fundort; wo; wo erschienen; erschienen in; "
    "kanal; où; dónde; onde; dove; mezzo; waar; gdzie; veröffentlicht in; publié dans; publicado en; "
    "publicado em",
    "issued": "fecha; data; erschienen am; gesagt am; veröffentlicht am; veröffentlicht; datum der aussage; datum "
    "der behauptung; date de la déclaration; date de publication; publié le; fecha de publicación; fecha "
    "de la declaración; data da publicação; data da declaração; data di pubblicazione; wanneer; kiedy; "
    "när",
    "url": "lien; enlace; adresse; dirección; fundstelle; internetadresse; webadresse; verweis; indirizzo; "
    "odnośnik; länk; link zur aussage; link zur behauptung; lien vers la déclaration",
    "archive": "archiv; archivlink; archiviert; archivé; archivo; arquivo; archivio; archief",
    "cites": "quelle; quellen; genannte quelle; angegebene quelle; fuente; fonte; source citée; fuente citada; "
    "fonte citada; bron; źródło; källa",
    "evidence": "beleg; belege; nachweis; nachweise; unsere quelle; unsere quellen; preuve; preuves; nos sources; "
    "sources consultées; prueba; pruebas; evidencia; evidencias; nuestras fuentes; evidência; evidências; "
    "provas; nossas fontes; prove; le nostre fonti; bewijs; bewijzen; bronnen; dowód; dowody; belägg",
    "verdict": "bewertung; urteil; ergebnis; einstufung; einschätzung; fazit; évaluation; note attribuée; veredicto; "
    "calificación; conclusión; valoración; veredito; classificação; etiqueta; conclusão; giudizio; "
    "verdetto; valutazione; oordeel; conclusie; werdykt; ocena; omdöme; bedömning",
    "review url": "faktencheck; unser faktencheck; unser artikel; link zum faktencheck; notre article; lien de "
    "l'article; nuestra nota; enlace a la verificación; nossa checagem; link da checagem; il nostro "
    "articolo; ons artikel",
    "reviewer": "geprüft von; prüfer; prüferin; faktenchecker; faktencheckerin; bearbeiter; bearbeiterin; vérifié "
    "par; vérificateur; verificado por; verificador; checado por; checador; verificato da; gecheckt door; "
    "sprawdził; granskad av",
    "reviewed": "geprüft am; prüfdatum; datum der prüfung; datum faktencheck; datum des faktenchecks; vérifié le; "
    "date de vérification; date de la vérification; verificado el; fecha de verificación; verificado em; "
    "data da checagem; data da verificação; verificato il; data di verifica; gecheckt op; data "
    "sprawdzenia; granskad",
    "row number": "nr; lfd nr; laufende nummer; nummer; numéro; número; numero; n°; nº",
}
VERDICTS: Final[dict[str, str]] = {
    "disputes": "falsch; größtenteils falsch; überwiegend falsch; frei erfunden; fälschung; falsche behauptung; faux; "
    "plutôt faux; falso; falsa; onwaar; niet waar; fałsz; falskt",
    "corroborates": "wahr; richtig; korrekt; stimmt; vrai; exact; verdadero; verdadera; cierto; verdadeiro; verdadeira; "
    "vero; corretto; waar; prawda; sant",
    "qualifies": "irreführend; teilweise falsch; teilweise richtig; größtenteils richtig; überwiegend richtig; teils "
    "falsch; teils richtig; halb wahr; halbwahr; ungenau; verkürzt; übertrieben; fehlender kontext; "
    "trompeur; plutôt vrai; partiellement vrai; partiellement faux; imprécis; exagéré; sans contexte; "
    "engañoso; verdad a medias; impreciso; exagerado; fuera de contexto; enganoso; fora de contexto; sem "
    "contexto; distorcido; fuorviante; parzialmente vero; misleidend; deels waar; manipulacja; "
    "missvisande",
}
