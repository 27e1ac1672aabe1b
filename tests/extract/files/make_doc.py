"""Makes the old Word files beside this script; see README.md."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title></office:meta>
<office:body><office:text>
<text:h text:outline-level="1">{title}</text:h>
<text:p>{before}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>{note}</text:p></text:note-body></text:note>{after}</text:p>
<table:table><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>
<text:p>{end} <text:a xlink:href="http://www.example.org/">example.org</text:a></text:p>
</office:text></office:body></office:document>
"""

TEXTS = {
    "english.doc": {
        "title": "Herders of the invented valley",
        "before": "In 2009 the survey counted 37.4",
        "note": "Invented Office of Statistics, Yearbook 2010, p. 14.",
        "after": " percent of 12,345 households as herders.",
        "rows": [("Herd", "2005", "2009"), ("Sheep", "4,512", "6,018"), ("Goats", "", "988")],
        "end": "The next survey is planned for 2015; see",
    },
    "russian.doc": {
        "title": "Пастухи придуманной долины",
        "before": "В 2009 году перепись насчитала 37,4",
        "note": "Придуманный комитет по статистике, ежегодник 2010, стр. 14.",
        "after": " процента из 12 345 хозяйств.",
        "rows": [("Стадо", "2005", "2009"), ("Овцы", "4 512", "6 018"), ("Козы", "", "988")],
        "end": "Следующая перепись намечена на 2015 год, см.",
    },
}

LOOKS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="Up" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Away" style:family="text">
<style:text-properties text:display="none"/></style:style>
</office:automatic-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>
<office:change-info><dc:creator>A</dc:creator><dc:date>2009-01-01T00:00:00</dc:date>
</office:change-info><text:p>999 cows and </text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:p>In 2009, 37.4<text:span text:style-name="Up">12</text:span> percent of 4,512
 km<text:span text:style-name="Up">2</text:span> had
 <text:change text:change-id="c1"/>988 goats<text:span text:style-name="Away"> 777</text:span>.
</text:p>
</office:text></office:body></office:document>
"""

SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:percentage-style style:name="N1">
<number:number number:decimal-places="1" number:min-integer-digits="1"/>
<number:text>%</number:text></number:percentage-style>
<number:number-style style:name="N2"><number:number number:decimal-places="0"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<style:style style:name="P" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="G" style:family="table-cell" style:data-style-name="N2"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Herds">
<table:table-row>
<table:table-cell office:value-type="string" table:number-rows-spanned="2">
<text:p>Стадо</text:p></table:table-cell>
<table:table-cell office:value-type="string" table:number-columns-spanned="2">
<text:p>2005</text:p></table:table-cell><table:covered-table-cell/>
<table:table-cell office:value-type="string"><text:p>2009</text:p></table:table-cell>
</table:table-row>
<table:table-row><table:covered-table-cell/>
<table:table-cell office:value-type="string"><text:p>Горы</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Долина</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Всего</text:p></table:table-cell>
</table:table-row>
<table:table-row>
<table:table-cell office:value-type="string"><text:p>Овцы</text:p></table:table-cell>
<table:table-cell table:style-name="P" office:value-type="percentage" office:value="0.7541"/>
<table:table-cell table:style-name="G" office:value-type="float" office:value="4512"/>
<table:table-cell table:style-name="G" office:value-type="float" office:value="12345"/>
</table:table-row>
</table:table></office:spreadsheet></office:body></office:document>
"""


def to_fodt(words: dict[str, object]) -> str:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(c) for c in row)}</table:table-row>"
        for row in words["rows"]
    )
    return FODT.format(**{**words, "rows": rows})


def main() -> None:
    here = Path(__file__).parent
    sources = {name: to_fodt(words) for name, words in TEXTS.items()} | {"looks.doc": LOOKS}
    for name, content in {**sources, "herds.xls": SHEET}.items():
        with tempfile.TemporaryDirectory() as folder:
            sheet = name.endswith(".xls")
            source = Path(folder) / Path(name).with_suffix(".fods" if sheet else ".fodt")
            source.write_text(content, encoding="utf-8")
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
            kind = "xls:MS Excel 97" if sheet else "doc:MS Word 97"
            command += ["--convert-to", kind, "--outdir", str(here), str(source)]
            subprocess.run(command, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
