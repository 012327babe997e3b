"""Mails and saved pages: which part is the text, what the headers say, and what they do not."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from tests.ingest.readers.test_archive import FACTIVA_CODED, FACTIVA_HTML

from communique.ingest.documents import iter_documents
from communique.ingest.readers.mail import MailReader
from communique.model.document import Document, Quarantined

LINES = [
    "The two delegations said on Monday that they would go on with the talks until a text is agreed by both of them.",
    "The minister told reporters in the café that he was hopeful, but that he would not wait for ever for an answer.",
    "Nobody has said when the next round will be held, or where the delegations will meet if it is held at all.",
]
PLAIN = "\n\n".join(LINES) + "\n"
PAGE = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in LINES)}</article></body></html>"
SENT = {"From": "Wire desk <desk@wire.test>", "To": "roe@paper.test", "Date": "Wed, 04 Mar 2015 10:00:00 +0000"}
SAVED = {
    "From": "<Saved by Blink>",
    "Snapshot-Content-Location": "https://wire.test/talks",
    "Date": "Sat, 1 Jan 2022 10:00:00 +0000",
}


def mail(headers: dict[str, str], *, plain: str | None = None, page: str | None = None, charset: str = "utf-8") -> bytes:
    message = EmailMessage()
    for name, value in {**headers, "Subject": "Talks go on"}.items():
        message[name] = value
    if plain is not None:
        message.set_content(plain, charset=charset)
    if page is not None and plain is not None:
        message.add_alternative(page, subtype="html", charset=charset)
    elif page is not None:
        message.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
    return message.as_bytes()


def read(data: bytes) -> Document | Quarantined:
    [answer] = MailReader().read("a.eml", io.BytesIO(data))
    return answer


def document(data: bytes) -> Document:
    answer = read(data)
    assert isinstance(answer, Document), answer
    return answer


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_mail_is_its_text_with_sender_date_and_subject(charset: str) -> None:
    data = mail(SENT, plain=PLAIN, charset=charset)
    found = document(data)
    assert (found.text, found.encoding, found.raw) == (PLAIN, charset, data)
    assert (found.outlet, found.published, found.title) == ("Wire desk", "2015-03-04T10:00:00+00:00", "Talks go on")


def test_mail_with_two_parts_is_its_plain_one_unless_that_says_nothing() -> None:
    assert document(mail(SENT, plain=PLAIN, page=PAGE)).text == PLAIN
    assert document(mail(SENT, plain="See the page", page=PAGE)).text == "\n".join(LINES)


def test_saved_page_is_read_as_a_page_and_the_day_it_was_saved_is_no_date() -> None:
    found = document(mail(SAVED, page=PAGE))
    assert found.text == "\n".join(LINES)
    assert (found.title, found.url, found.outlet, found.published) == ("Talks go on", "https://wire.test/talks", None, None)
    assert found.maker.startswith("mail@2 (html@")


@pytest.mark.parametrize(
    "data",
    [
        mail(SAVED, page="<html><body><nav>Home</nav></body></html>"),
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nabc\n--x--",
        b"To: a@b.test\nDate: never\nFrom: (\nContent-Type: image/png\n\nabc",
    ],
)
def test_mail_without_text_is_turned_away(data: bytes) -> None:
    assert isinstance(read(data), Quarantined)


@pytest.mark.parametrize("body", [{"plain": FACTIVA_CODED}, {"page": FACTIVA_HTML}])
def test_mail_of_an_archive_has_its_articles(body: dict[str, str]) -> None:
    first = next(MailReader().read("a.eml", io.BytesIO(mail(SENT, **body))))  # type: ignore[arg-type]
    assert isinstance(first, Document)
    assert (first.id, first.outlet, first.published) == ("COUR000020140305ea350001x", "The Courier", "2014-03-05T21:05")


def test_what_is_attached_is_named() -> None:
    message = EmailMessage()
    for name, value in SENT.items():
        message[name] = value
    message.set_content(PLAIN)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="note verbale.pdf")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    forwarded = EmailMessage()
    forwarded["Subject"] = "Statement by Ida Poe"
    forwarded.set_content("Kenya agreed.")
    message.add_attachment(forwarded)
    assert document(message.as_bytes()).warnings == (
        "what is attached is not read (note verbale.pdf, Statement by Ida Poe): save it as files of their own",
    )
    assert document(mail(SENT, plain=PLAIN, page=PAGE)).warnings == ()


def test_mailbox_has_its_mails(tmp_path) -> None:  # type: ignore[no-untyped-def]
    sent = "From roe@mfa.test Tue Mar  4 10:00:00 2014\nFrom: {}\nSubject: {}\nDate: Tue, 4 Mar 2014 10:00:00 +0000\n\n{}\n\n"
    mails = sent.format("Adam Roe <roe@mfa.test>", "One", "Norway agreed.") + sent.format(
        "poe@mfa.test", "Two", "From now on, we pay."
    )
    (tmp_path / "press").write_text(mails)
    first, second = iter_documents([str(tmp_path / "press")])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.outlet, first.title, first.text.strip()) == ("press#1", "Adam Roe", "One", "Norway agreed.")
    assert (second.id, second.outlet, second.text.strip()) == ("press#2", "mfa.test", "From now on, we pay.")
