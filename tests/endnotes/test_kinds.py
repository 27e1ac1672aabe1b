"""What sort of source a note names; what stands in print somewhere is not `unlocated`."""

from __future__ import annotations

import pytest

from tests.endnotes.notes import citation


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("law", "18 U.S.C. § 2423(b) (2012)."),
        ("law", "*Berg v Norway* App no 12345/06 (ECtHR, 12 May 2011), para 47."),
        ("law", "*R v Berg* [2012] EWCA Crim 45, para 12."),
        ("law", "Directive 2011/36/EU of the European Parliament on ferries, OJ L 101, p. 1–11."),
        ("law", "ILO Convention No. 182 concerning Ferrying, 17 June 1999, Article 3(b)."),
        ("law", "General Assembly resolution 44/25 of 20 November 1989."),
        ("law", "Приказ Министерства льда от 5 мая 2010 г. № 33 «О паромах»."),
        ("report", "Berg, Anna. Ice v. Snow: a study. Oslo: North Press, 2010."),
        ("report", "Дети и реки: сборник статей / под ред. А. Б. Кима. Алматы: Парус, 2005."),
        ("report", "Haas T. Re: night trains [letter]. BMJ 2011;342:d1520."),
        ("press", "UNICEF, “Bridge report launched,” press release, New York, 9 September 2013."),
        ("press", "RFE/RL, ‘Ferry Law’, 22 May 2012, http://www.rferl.example/a/24588.html"),
        ("press", "24.kg News Agency. Ferry. 5 June 2012. http://24.kg/1"),
        ("press", "Tana Post. Children found on ferry. 8 June 2011, p. 2."),
        ("web", "Harbour Aid. What is child ferrying? http://www.harbouraid.example/what"),
        ("web", "Post Office of Tana. Stamps. http://post.example/stamps"),
        ("unlocated", "Interview with a ferry guard, 14 June 2011."),
        ("unlocated", "The initial report."),
        ("unlocated", "Okoro, op. cit., p. 5."),
    ],
)
def test_the_kind_of_a_source(kind: str, note: str) -> None:
    assert citation(note).kind == kind
