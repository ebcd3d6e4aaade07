"""Documents of every kind, made by the libraries that make them, are read; what can't be is refused with a reason."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import docx
import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from knowledge.intake import refusal
from knowledge.intake.documents import Document, read
from knowledge.intake.refusal import RefusedError

SAID = '"The ferry leaves at nine, with or without the minister," Ada Holm said.'
LONG = "The harbour master of Esbjerg had waited for three hours in the rain before anybody came to open the gate. "


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def pdf(*paragraphs: str, pages: int = 1) -> bytes:
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for _ in range(pages):
        made.add_page()
        for paragraph in paragraphs:
            made.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def locked(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(password, algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def refused(data: bytes, name: str, declared: str | None = None) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read(data, name, declared)
    assert len(str(caught.value)) > 15
    assert str(caught.value)[-1] == "."
    return caught.value


# --- what is read


def test_plain_text_is_kept_as_it_is_with_the_hashes_of_both() -> None:
    data = f"{SAID}\nNobody laughed – not even Åse.\n".encode()
    made = read(data, "report.txt")
    assert made == Document("report.txt", "txt", data.decode(), hashlib.sha256(data).hexdigest(), hashlib.sha256(data).hexdigest())


def test_line_ends_become_line_feeds_and_a_byte_order_mark_goes() -> None:
    made = read(f"{SAID}\r\nEnd.".encode("utf-8-sig"), "report.txt")
    assert made.text == f"{SAID}\nEnd."
    assert made.source_sha256 != made.text_sha256


def test_utf_16_is_read_by_its_byte_order_mark() -> None:
    assert read(SAID.encode("utf-16"), "report.txt").text == SAID


def test_a_file_without_an_ending_is_read_by_its_declared_type() -> None:
    assert read(SAID.encode(), "paste", "text/plain; charset=utf-8").text == SAID


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    source = f"# Harbour *news*\n\n> {SAID}\n\nRead **[more](https://example.org/a_b)** about _it_; 2 * 3 * 4 stays.\n"
    assert read(source.encode(), "report.md").text == f"Harbour news\n\n{SAID}\n\nRead more about it; 2 * 3 * 4 stays.\n"


def test_html_gives_the_article_and_nothing_around_it() -> None:
    page = f"""<!doctype html><html><head><title>x</title><style>p {{ color: red }}</style></head><body><nav>Home | News</nav>
    <article><h1>Rain in Esbjerg</h1><p>{LONG * 3}</p><p>“The ferry &amp; the <b>minister</b>,” she said.<br>More.</p>
    <script>alert("x")</script><aside>Subscribe!</aside></article><footer>© Nobody</footer></body></html>"""
    assert read(page.encode(), "page.html").text.split("\n") == [
        "Rain in Esbjerg", (LONG * 3).strip(), "“The ferry & the minister,” she said.", "More.",
    ]  # fmt: skip


def test_html_without_an_article_gives_its_body_in_the_charset_that_it_declares() -> None:
    page = '<meta charset="windows-1252"><p>“Åse”</p><div>was <i>there</i></div>'.encode("windows-1252")
    assert read(page, "page.htm").text == "“Åse”\nwas there"


def test_html_with_a_thousand_elements_in_each_other_is_read() -> None:
    assert read(("<div>" * 1_000 + "deep" + "</div>" * 1_000).encode(), "page.html").text == "deep"


@pytest.mark.parametrize("tag", [b"<div>", b"<b>", b"<article>", b"<DIV class=a>"])
def test_html_that_is_nested_without_end_is_refused(tag: bytes) -> None:
    assert refused(tag * 500_000 + b"deep", "page.html").reason == "broken"


def test_a_word_document_gives_its_paragraphs_and_tables() -> None:
    made = docx.Document()
    made.add_heading("Rain in Esbjerg")
    paragraph = made.add_paragraph('"The ferry leaves ')
    paragraph.add_run("at nine").bold = True
    paragraph.add_run('," she said.')
    made.add_table(1, 1).cell(0, 0).text = "a cell"
    stream = BytesIO()
    made.save(stream)
    assert read(stream.getvalue(), "report.docx").text.split("\n") == ["Rain in Esbjerg", '"The ferry leaves at nine," she said.', "a cell"]


def test_a_pdf_gives_a_quotation_that_runs_over_lines_in_one_piece() -> None:
    quote = '"' + LONG.strip().rstrip(".") + ', and then it was the wrong gate," Ada Holm said.'
    assert quote in read(pdf("The harbour opened late.", quote, LONG), "report.pdf").text.split("\n")


def test_a_pdf_that_is_locked_against_editing_only_is_read() -> None:
    assert SAID in read(locked(pdf(SAID), ""), "report.pdf").text


# --- what is refused


def test_a_file_over_the_limit_is_refused_with_the_limit() -> None:
    error = refused(b"x" * (refusal.MAX_BYTES + 1), "report.txt")
    assert (error.reason, "10 MB" in str(error)) == ("too_big", True)


def test_too_much_text_is_refused_with_the_limit() -> None:
    error = refused(b"word " * 60_001, "report.txt")
    assert (error.reason, "300,000" in str(error)) == ("too_much_text", True)


def test_a_pdf_of_too_many_pages_is_refused_with_the_limit() -> None:
    error = refused(pdf("x", pages=refusal.MAX_PAGES + 1), "report.pdf")
    assert (error.reason, "201 pages" in str(error)) == ("too_many_pages", True)


def test_an_encrypted_pdf_is_refused() -> None:
    assert refused(locked(pdf(SAID), "secret"), "report.pdf").reason == "encrypted"


def test_a_scanned_pdf_is_refused_with_the_advice_to_recognise_its_text() -> None:
    made = FPDF()
    made.add_page()
    made.image(Image.new("RGB", (200, 100), "grey"), w=150)
    error = refused(bytes(made.output()), "scan.pdf")
    assert (error.reason, "OCR" in str(error)) == ("no_text", True)


@pytest.mark.parametrize("part", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00\xff" * 500, pdf(SAID)[:400]])
def test_a_damaged_pdf_is_refused(part: bytes) -> None:
    assert refused(part, "report.pdf").reason in ("broken", "no_text")


def test_a_file_with_macros_is_refused_by_its_name_and_by_its_content() -> None:
    assert refused(word(SAID), "report.docm").reason == "macros"
    hidden = archive(word__document_xml=b"<x/>", word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin")
    assert refused(hidden.replace(b"document_xml", b"document.xml"), "report.docx").reason == "macros"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive(word__document_xml=b" " * 60_000_000)
    assert len(bomb) < 100_000
    assert refused(bomb, "report.docx").reason == "zip_bomb"


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(archive(word__document_xml=b" " * 60_000_000).replace(b"document_xml", b"document.xml"))
    place = bomb.rfind(b"PK\x01\x02")
    bomb[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert refused(bytes(bomb), "report.docx").reason in ("zip_bomb", "broken")


def test_a_pdf_that_unpacks_to_minutes_of_work_is_refused() -> None:
    made = FPDF()
    made.set_font("Helvetica")
    made.add_page()
    made._out("0 0 m 1 1 l S\n" * 700_000)  # noqa: SLF001 - what draws the page, as nobody would write it
    data = bytes(made.output())
    assert len(data) < 200_000
    assert refused(data, "report.pdf").reason == "zip_bomb"


def test_entities_in_a_word_document_are_refused() -> None:
    evil = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    assert refused(archive(word__document_xml=evil).replace(b"document_xml", b"document.xml"), "report.docx").reason == "broken"


def test_an_archive_that_is_no_word_document_is_refused() -> None:
    assert refused(archive(notes=b"hello"), "report.docx").reason == "wrong_type"
    assert refused(word(SAID)[:-200], "report.docx").reason == "broken"


def test_an_old_or_an_encrypted_word_file_is_told_apart() -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(container, "report.docx").reason == "wrong_type"
    assert refused(container + "EncryptedPackage".encode("utf-16-le"), "report.docx").reason == "encrypted"


@pytest.mark.parametrize(
    ("data", "name"), [(pdf(SAID), "report.docx"), (word(SAID), "report.pdf"), (b"\x89PNG\r\n", "report.txt"), (b"hello", "report.pdf")]
)
def test_a_content_that_is_not_what_the_name_says_is_refused(data: bytes, name: str) -> None:
    assert refused(data, name).reason == "wrong_type"


@pytest.mark.parametrize("data", ["Åse".encode("latin-1"), b"a\x00b\x00c", b"\x01\x02\x03\x04 text"])
def test_what_is_no_text_or_of_unknown_encoding_is_refused_and_not_guessed(data: bytes) -> None:
    assert refused(data, "report.txt").reason == "not_text"


def test_a_charset_that_nobody_knows_is_refused() -> None:
    assert refused(b'<meta charset="klingon"><p>x</p>', "page.html").reason == "not_text"


@pytest.mark.parametrize("name", ["report.odt", "report", "report.", "../../etc/passwd", "report.exe"])
def test_an_unknown_kind_of_file_is_refused_with_the_kinds_that_are_read(name: str) -> None:
    error = refused(b"hello", name)
    assert (error.reason, ".docx" in str(error)) == ("unknown_type", True)


@pytest.mark.parametrize("data", [b"", b" \n\t"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refused(data, "report.txt").reason == "empty"


def test_a_page_without_words_is_refused() -> None:
    assert refused(b"<html><body><script>x</script></body></html>", "page.html").reason == "empty"
