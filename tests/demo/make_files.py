"""Makes the files of the demo's web that nobody can write by hand.

    .venv/bin/python tests/demo/make_files.py

The PDFs come out the same on each run (fpdf2 and Pillow, both in the ``dev`` extra).  The
Word file needs LibreOffice (``apt-get install libreoffice-writer``) and is left alone
without it; its bytes differ from run to run, its words do not.  The certificate and its key
are made only where they are missing (the ``dev`` extra has cryptography).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fpdf import FPDF
from PIL import Image, ImageDraw

WEB = Path(__file__).parents[2] / "citecheck" / "demo" / "web"
TLS = WEB.parent / "tls"
MADE = datetime(2010, 11, 15, 12, 0, tzinfo=UTC)

BRANCH_LINE = (
    (
        "Contents",
        "The line and its stations. Rolling stock. Timetables. Freight. Passengers. Staff.",
    ),
    ("The line", "The branch line leaves the main line at the salt works and follows the river."),
    ("Stations", "Each station has a waiting room, a clock and a linden tree."),
    ("Rolling stock", "Railcars have taken the place of steam. One engine is kept for excursions."),
    ("Timetables", "Trains meet at the loop by the lock. Connections wait for ferries."),
    ("Freight", "Timber and salt go by rail; apples do in autumn."),
    (
        "Passengers",
        "In 2009 the branch line carried 183,400 passengers. Most of them were pupils "
        "and hikers. Bicycles travel free of charge.",
    ),
    ("Staff", "The station masters keep the gardens. A prize is given every summer."),
    ("Sources", "Ledgers of the branch line, kept in the railway library."),
)
TREES = (
    (
        "Inventory of street trees",
        "In 2010 the city had 17,940 street trees. Lime trees lead, before maples and plane trees.",
    ),
)
PLANTING = (
    "Planting in 2009",
    "The forestry board looks after the woods on both banks of the river.",
    "In 2009 the foresters planted 152,000 seedlings. Oak and beech were planted on the slopes, "
    "alder by the water.",
    "Deer fences stand for ten years.",
)


def make_pdf(path: Path, title: str, pages: tuple[tuple[str, str], ...]) -> None:
    pdf = _new_pdf(title)
    for heading, text in pages:
        pdf.add_page()
        pdf.set_font("Helvetica", "B", 16)
        pdf.multi_cell(0, 10, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", "", 12)
        pdf.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
        pdf.set_y(-25)
        pdf.cell(0, 7, str(pdf.page), align="C")
    pdf.output(str(path))


def make_scan(path: Path) -> None:
    """A page that is only a picture of its words, as a scanner leaves it."""
    picture = Image.new("1", (827, 1169), 1)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(
        ("MINUTES OF THE TOWN COUNCIL", "December 1998", "The council heard 312 petitions.")
    ):
        draw.text((120, 140 + 60 * row), line, fill=0)
    pdf = _new_pdf("")
    pdf.add_page()
    pdf.image(picture, x=0, y=0, w=210)
    pdf.output(str(path))


def _new_pdf(title: str) -> FPDF:
    pdf = FPDF()
    pdf.set_creation_date(MADE)
    pdf.set_auto_page_break(False)
    if title:
        pdf.set_title(title)
    return pdf


def make_doc(path: Path, lines: tuple[str, ...]) -> None:
    """A Word 97 file, by way of flat OpenDocument text."""
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    flat = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.fodt"
        source.write_text(flat, encoding="utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        where = ["--outdir", str(path.parent), str(source)]
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", *where],
            check=True,
            capture_output=True,
            timeout=100,
        )


def make_certificate(folder: Path, host: str) -> None:
    """A self-signed certificate and its key, to be declined by every client."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(x509.NameOID.COMMON_NAME, "citecheck demo, trusted by nobody")]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    note = (
        b"# Demo only: not a secret. The invented web shows this self-signed certificate\n"
        b"# so that clients decline it; nothing trusts it, and it protects nothing.\n"
    )
    pem = serialization.Encoding.PEM
    (folder / "demo-only-cert.pem").write_bytes(note + certificate.public_bytes(pem))
    (folder / "demo-only-key.pem").write_bytes(
        note
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def make_pdfs(web: Path) -> tuple[Path, ...]:
    """The three PDFs under a folder of sites; returns their paths."""
    report = web / "www.railwaystudies.example" / "branch-line-2009.pdf"
    trees = web / "www.citytrees.example" / "inventory-2010.pdf"
    scan = web / "www.townhall.example" / "petitions-1998.pdf"
    for path in (report, trees, scan):
        path.parent.mkdir(parents=True, exist_ok=True)
    make_pdf(report, "The Branch Line in 2009", BRANCH_LINE)
    make_pdf(trees, "Inventory of street trees 2010", TREES)
    make_scan(scan)
    return report, trees, scan


def main() -> None:
    made = list(make_pdfs(WEB))
    if not (TLS / "demo-only-cert.pem").exists():
        make_certificate(TLS, "www.tramdepot.example")
    if shutil.which("soffice"):
        doc = WEB / "www.forestryboard.example" / "planting2009.doc"
        make_doc(doc, PLANTING)
        made.append(doc)
    for path in made:
        print(f"{path.stat().st_size:>7} bytes  {path.relative_to(WEB)}")


if __name__ == "__main__":
    main()
