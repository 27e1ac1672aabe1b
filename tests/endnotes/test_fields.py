"""Each field of a citation, in several house styles; what is not printed is not invented."""

from __future__ import annotations

import pytest

from citecheck.endnotes.dates import parse_date
from citecheck.endnotes.symbols import find_symbols
from citecheck.model.notes import CitationKind
from tests.endnotes.notes import citation, parse


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("10 November 2011", "2011-11-10"),
        ("November 10, 2011", "2011-11-10"),
        ("10th of May 2011", "2011-05-10"),
        ("2011-11-10", "2011-11-10"),
        ("10.11.2011", "2011-11-10"),
        ("25/11/2011", "2011-11-25"),
        ("11/25/2011", "2011-11-25"),
        ("05/11/2011", None),
        ("31 June 2011", None),
        ("May 2011", "2011-05"),
        ("2011", "2011"),
        ("12 мая 2011 г.", "2011-05-12"),
        ("12 mai 2011", "2011-05-12"),
        ("ice", None),
    ],
)
def test_dates_are_as_precise_as_printed(printed: str, value: str | None) -> None:
    assert parse_date(printed) == value


@pytest.mark.parametrize(
    "clause",
    [
        "Accessed on 10 May 2011 from: http://a.example/x",
        "Accessed 10 May 2011 from http://a.example/x",
        "http://a.example/x, Accessed on 10 May 2011",
        "http://a.example/x (last accessed 10 May 2011).",
        "[Accessed 10 May 2011] http://a.example/x",
        "Retrieved May 10, 2011, from http://a.example/x",
        "Retrieved from http://a.example/x on 10 May 2011",
        "Available at: http://a.example/x (accessed 2011-05-10)",
        "URL: http://a.example/x (дата обращения: 10.05.2011).",
        "http://a.example/x, viewed 10 May 2011",
    ],
)
def test_the_access_date_is_known_by_its_role(clause: str) -> None:
    only = citation(f"Tana Institute. Ice of the north. 4 March 2009. {clause}")
    assert (only.accessed, only.published) == ("2011-05-10", "2009-03-04")
    assert (only.title, only.url) == ("Ice of the north", "http://a.example/x")


def test_the_access_date_is_never_the_date_of_publication() -> None:
    only = citation("Tana Institute. Ice. Accessed on 10 May 2011 from: http://a.example/2009/x")
    assert only.published is None


@pytest.mark.parametrize(
    ("note", "title", "published"),
    [
        ("Tana Institute. Ice in Northern Europe 2009.", "Ice in Northern Europe", "2009"),
        ("Tana Institute. Ice – 2009.", "Ice", "2009"),
        ("Tana Institute. World Ice Report 2009.", "World Ice Report 2009", None),
        ("Tana Institute. The ice winter of 2009.", "The ice winter of 2009", None),
        ("Tana Institute. 2009 Ice Report.", "2009 Ice Report", None),
        ("Tana Institute. The year 2008.", "The year 2008", None),
        ("Tana Institute, *Ice of the North* (Oslo, 2009).", "Ice of the North", "2009"),
        ("Tana Institute. Ice. Oslo, 2009. Table 4.2.", "Ice", "2009"),
        ('Tana Institute, "Ice", North Journal 14, no. 2 (2009): 3-4.', "Ice", "2009"),
        ("Tana Institute. Ice 2008.", "Ice 2008", None),
        ("Tana Institute, Ice, 4 May 2009.", "Ice", "2009-05-04"),
        ("Tana Institute (2009) Ice and snow.", "Ice and snow", "2009"),
        ("Tana Institute. Ice. Press release of 4 May 2009.", "Ice", "2009-05-04"),
        (
            "Tana Institute. Session, 13 May-1 June 2010, Ice. 2011.",
            "Session, 13 May-1 June 2010, Ice",
            "2011",
        ),
        (
            "Research of the Tana Institute from 2004",
            "Research of the Tana Institute from 2004",
            "2004",
        ),
    ],
)
def test_the_date_of_publication_stands_at_the_end(
    note: str, title: str, published: str | None
) -> None:
    only = citation(note)
    assert (only.title, only.published) == (title, published)


@pytest.mark.parametrize(
    ("pinpoint", "pages", "paras"),
    [
        ("p. 36", ("36",), ()),
        ("p.36", ("36",), ()),
        ("pp.83-4", ("83-4",), ()),
        ("p. 42–3", ("42-3",), ()),
        ("pp. 3, 5-7 and 9", ("3", "5-7", "9"), ()),
        ("para. 9", (), ("9",)),
        ("paras 13-14", (), ("13-14",)),
        ("стр. 12", ("12",), ()),
        ("p. 4, para. 2", ("4",), ("2",)),
    ],
)
def test_pinpoints(pinpoint: str, pages: tuple[str, ...], paras: tuple[str, ...]) -> None:
    only = citation(f"Tana Institute. Ice. 2010, {pinpoint}. http://a.example/x.pdf")
    assert (only.pages, only.paras) == (pages, paras)
    assert (only.title, only.published) == ("Ice", "2010")


def test_a_paragraph_inside_a_title_is_no_pinpoint() -> None:
    only = citation("Tana Institute, Reply under article 12, paragraph 1, of the Ice Treaty, 2009.")
    assert only.paras == ()
    assert only.title == "Reply under article 12, paragraph 1, of the Ice Treaty"


@pytest.mark.parametrize(
    ("text", "symbol", "year", "malformed"),
    [
        ("UN Doc. CRC/C/OPSC/NOR/CO/1 2005", "CRC/C/OPSC/NOR/CO/1", "2005", None),
        ("A/HRC/17/35", "A/HRC/17/35", None, None),
        ("E/CN.4/2006/62/Add.2, para. 3", "E/CN.4/2006/62/Add.2", None, None),
        ("CRC/C/NOR/3-4", "CRC/C/NOR/3-4", None, None),
        ("CRC/C/OPSC/NOR/12004", "CRC/C/OPSC/NOR/1", "2004", "CRC/C/OPSC/NOR/12004"),
    ],
)
def test_united_nations_symbols(
    text: str, symbol: str, year: str | None, malformed: str | None
) -> None:
    [found] = find_symbols(text)
    assert (found.symbol, found.year, found.malformed) == (symbol, year, malformed)


@pytest.mark.parametrize("text", ["HIV/AIDS", "ILO/IPEC 2010", "a/b/1", "http://a.org/A/HRC/1"])
def test_what_is_no_symbol(text: str) -> None:
    assert find_symbols(text) == []


def test_a_symbol_in_brackets_inside_a_title_is_another_documents() -> None:
    only = citation(
        "Tana Institute, Replies to the list of issues (CRC/C/NOR/Q/4) to be taken up, 2009."
    )
    assert only.symbol is None
    own = citation("Tana Institute, Concluding observations: Norway (CRC/C/NOR/CO/4), 2009.")
    assert (own.symbol, own.title) == ("CRC/C/NOR/CO/4", "Concluding observations: Norway")


@pytest.mark.parametrize(
    ("note", "authors", "title"),
    [
        ("River Watch. Ice.", ["River Watch"], "Ice"),
        ("UN-Habitat, State of Ice, 2009.", ["UN-Habitat"], "State of Ice"),
        ("River Watch and the Tana Institute. Ice.", ["River Watch", "Tana Institute"], "Ice"),
        ("Centre for Lost and Found Rivers. Ice.", ["Centre for Lost and Found Rivers"], "Ice"),
        (
            "Tana Institute, The River Committee, Ice: a study.",
            ["Tana Institute", "The River Committee"],
            "Ice: a study",
        ),
        ("U.S. Department of Ice. Rivers.", ["U.S. Department of Ice"], "Rivers"),
        ("Berg, Anna and Tran, Mark. Ice.", ["Berg, Anna", "Tran, Mark"], "Ice"),
        ("Berg, Anna & Moe, Ola. Ice.", ["Berg, Anna", "Moe, Ola"], "Ice"),
        ("Berg, A., & Moe, O. (2010). Ice.", ["Berg, A.", "Moe, O."], "Ice"),
        ("A. Berg and O. Moe, Ice (Oslo: North Press, 2010).", ["Berg, A.", "Moe, O."], "Ice"),
        ("Берг А.И., Моэ О. Лёд севера.", ["Берг, А.И.", "Моэ, О."], "Лёд севера"),
        (
            "Consolidated report of the north, due in 2010, on ice. 2011.",
            [],
            "Consolidated report of the north, due in 2010, on ice",
        ),
        ("Assessment of River Ice. 2009.", [], "Assessment of River Ice"),
        (
            "River Watch. Where is the Ice? Rivers in the north.",
            ["River Watch"],
            "Where is the Ice? Rivers in the north",
        ),
        ('Berg, Anna, "Ice", North Journal, vol. 3 (2010), p. 4.', ["Berg, Anna"], "Ice"),
        (
            "River Watch (expected 2012), Ice of the north, River Watch Press, Oslo",
            ["River Watch"],
            "Ice of the north",
        ),
        ("See: River Watch. Ice.", ["River Watch"], "Ice"),
    ],
)
def test_authors_and_title(note: str, authors: list[str], title: str) -> None:
    only = citation(note)
    assert (list(only.authors), only.title) == (authors, title)


def test_a_name_learnt_from_other_notes_helps_where_the_stop_was_forgotten() -> None:
    notes, _ = parse("River Watch. Ice.", "River Watch 2009 Ice Report: the north.")
    assert notes[1].citations[0].authors == ("River Watch",)
    assert notes[1].citations[0].title == "2009 Ice Report: the north"


@pytest.mark.parametrize(
    ("note", "container", "published"),
    [
        ("Berg, Anna. Ice. The Northern Times. 4 May 2010.", "The Northern Times", "2010-05-04"),
        ("Berg, A. (2010). Ice. Journal of Rivers, 12(3), 45-67.", "Journal of Rivers", "2010"),
        ('Berg, A., "Ice", North Journal, vol. 3 (2010).', "North Journal", "2010"),
        ("Berg, Anna. Ice. Lancet 2010;375:1-9.", "Lancet", "2010"),
    ],
)
def test_containers(note: str, container: str, published: str) -> None:
    only = citation(note)
    assert (only.container, only.published, only.title) == (container, published, "Ice")


def test_the_language_is_what_the_note_says_it_is() -> None:
    assert citation("River Watch. Ice. http://a.example/x [In Russian]").language == "ru"
    assert citation("River Watch. Ice (in Kyrgyz). http://a.example/x").language == "ky"
    assert citation("River Watch. Ice. http://a.example/x").language is None


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("River Watch. Ice. http://a.example/x.html", "web"),
        ("River Watch. Ice. http://a.example/x.pdf", "report"),
        ("River Watch. Ice, p. 4. http://a.example/x", "report"),
        ("River Watch. Ice report. http://a.example/x", "report"),
        ("Oxford University Press. Ice. http://a.example/x", "web"),
        ("BBC News. Ice. http://a.example/x", "press"),
        ("Berg, Anna. Ice. The Times. 4 May 2010. http://a.example/x", "press"),
        ("River Watch. Ice. Press release of 4 May 2010. http://a.example/x", "press"),
        ("Law on Ice of 2010. http://a.example/x", "law"),
        ("Regulation (EC) No 561/2006 of 15 March 2006, OJ L 102, p. 1.", "law"),
        ("Loi n° 2004-575 du 21 juin 2004 pour la confiance, art. 6.", "law"),
        ("Ice Act 1989 (UK).", "law"),
        ("Федеральный закон от 2 марта 2007 г. № 25-ФЗ. http://a.example/x", "law"),
        ("River Watch. Regulation of ice. http://a.example/x", "web"),
        ("The talks in the north.", "unlocated"),
    ],
)
def test_kinds(note: str, kind: str) -> None:
    assert citation(note).kind is CitationKind(kind)


def test_several_sources_in_one_note() -> None:
    [note], _ = parse(
        "River Watch, Ice, 2009, p. 3, http://a.example/x; Tana Institute, Snow, 2010,"
        " http://b.example/y (accessed 3 May 2011)."
    )
    assert [(c.authors, c.title, c.published, c.url, c.accessed) for c in note.citations] == [
        (("River Watch",), "Ice", "2009", "http://a.example/x", None),
        (("Tana Institute",), "Snow", "2010", "http://b.example/y", "2011-05-03"),
    ]


def test_a_bare_address_has_nothing_but_its_address() -> None:
    only = citation("<http://a.example/news/> Accessed on 17 January 2011")
    assert (only.authors, only.title, only.accessed) == ((), None, "2011-01-17")


@pytest.mark.parametrize(
    ("short", "pages"),
    [
        ("Berg & Kim (2010), p. 130.", ("130",)),
        ("Berg and Kim 2010, 45-47", ("45-47",)),
        ("See Berg (2010: 130).", ("130",)),
        ("Berg et al. (2010), pp. 12, 14.", ("12", "14")),
    ],
)
def test_names_and_a_year_mean_the_source_of_that_year(short: str, pages: tuple[str, ...]) -> None:
    whole = "Berg, A., & Kim, J. (2010). Ice. Journal of Rivers, 12(3), 45-67. http://a.example/i"
    endnotes, _ = parse(whole, short)
    [again] = endnotes[1].citations
    assert (again.same_as, again.title, again.pages) == (1, "Ice", pages)


def test_names_and_a_year_that_two_sources_have_mean_neither() -> None:
    whole = "Berg, A. (2010). {}. Journal of Rivers, 12(3), 45-67."
    texts = (whole.format("Ice"), whole.format("Snow"), "Berg (2010), p. 130.")
    endnotes, _ = parse(*texts)
    assert endnotes[2].citations[0].same_as is None


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("Ministère de la Santé publique", " (2008). Enquête sur la glace."),
        ("Instituto Nacional de Estadística", ". Encuesta del hielo. 2008."),
        ("Statistisches Bundesamt", ". Jahrbuch des Eises. 2008."),
        ("Institut de la statistique", ". Annuaire de la glace. 2008."),
        ("Ministerio de Salud pública", " (2008). Encuesta del hielo."),
        ("Ministerie van Volksgezondheid", ". Jaarverslag over ijs. 2008."),
    ],
)
def test_a_body_is_known_in_the_languages_of_europe(body: str, rest: str) -> None:
    only = citation(f"{body}{rest} http://a.example/2008.pdf")
    assert (only.authors, only.published) == ((body,), "2008")
    assert only.title
    assert only.title.split()[-1] in ("glace", "hielo", "Eises", "ijs")


@pytest.mark.parametrize(
    "licence",
    [
        "License: CC BY 4.0",
        "Licence: CC BY-NC-SA 3.0 IGO",
        "CC BY-NC 4.0",
        "Licensed under CC BY 4.0",
    ],
)
def test_a_licence_is_no_part_of_the_title(licence: str) -> None:
    only = citation(f"World Bank. Ice of the north. Geneva, 2011. {licence}. http://a.example/ice")
    assert (only.title, only.published) == ("Ice of the north", "2011")


def test_the_words_before_a_symbol_are_no_title_in_russian() -> None:
    [endnote], _ = parse("Лёд на озёрах. 2011. URL: http://a.example/x; документ ООН A/HRC/14/23.")
    assert [c.title for c in endnote.citations] == ["Лёд на озёрах", None]
    assert endnote.citations[1].symbol == "A/HRC/14/23"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (  # what follows a person and a colon goes on with the title
            "Human Rights Council, Report of the Special Rapporteur on ice, Ana Berg M'jid:"
            " Mission to Tana (13 July 2009), A/HRC/12/23/Add.1, para. 17.",
            {"place": None, "publisher": None, "published": "2009-07-13", "paras": ("17",)},
        ),
        (
            "Ref. No. 12/2010, letter from the Ministry of Ice to us, 14 May 2010 (on file).",
            {"authors": (), "published": "2010-05-14"},
        ),
        (  # the Bluebook's short forms
            "U.S. Dep't of State, 2010 Ice Report: Tana (Apr. 8, 2011), http://a.example/ice.htm.",
            {"authors": ("U.S. Dep't of State",), "title": "2010 Ice Report: Tana"},
        ),
        (  # MLA: the day behind "Web" is the day of access
            "“Ice in cotton fields.” North News. 21 Nov. 2008. Web. 3 Dec. 2011. http://a.example/81",
            {"container": "North News", "published": "2008-11-21", "accessed": "2011-12-03"},
        ),
        (
            "Asian Ice Bank (AIB), Ice Assessment (Manila, December 2005) at 12 and 15.",
            {"title": "Ice Assessment", "published": "2005-12", "place": "Manila",
             "pages": ("12", "15")},
        ),
        (
            "Berg, A., 2009: Ice in Tana. MA thesis, American University of the North, 98 pp.",
            {"authors": ("Berg, A.",), "title": "Ice in Tana", "published": "2009"},
        ),
        (
            "OHCHR. “Ice observations” CRC/C/KGZ/CO/3-4 (7 July 2014) at paras. 22-23.",
            {"published": "2014-07-07", "paras": ("22-23",), "symbol": "CRC/C/KGZ/CO/3-4"},
        ),
        (
            "Berg A, Moe T. Ice in Tana. J Ice Health. 2010;46(3 Suppl):S12-8. PMID: 20159498.",
            {"title": "Ice in Tana", "container": "J Ice Health", "published": "2010",
             "pages": ("S12-8",)},
        ),
        (
            "Tana Statistics Committee - Ice Cluster Survey 2005-2006, UNICEF, Bishkek 2007.",
            {"authors": ("Tana Statistics Committee",), "published": "2007",
             "title": "Ice Cluster Survey 2005-2006"},
        ),
    ],
)  # fmt: skip
def test_further_habits_of_notes(note: str, expected: dict[str, object]) -> None:
    only = citation(note)
    assert {name: getattr(only, name) for name in expected} == expected


def test_ibid_behind_a_semicolon_is_a_second_source() -> None:
    [endnote], _ = parse("Ice Watch. Ice at home. September 2006, p. 84; and ibid., p. 90.")
    assert [(c.title, c.pages) for c in endnote.citations] == [
        ("Ice at home", ("84",)),
        ("Ice at home", ("90",)),
    ]
