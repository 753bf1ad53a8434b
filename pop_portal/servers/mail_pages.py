"""The pages of the mail catcher: plain, escaped, readable with a keyboard and a screen reader."""

import re
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape

STYLE = """\
:root { color: #0b0c0c; background: #fff; font: 1.1875rem/1.4 Arial, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1 { font-size: 2rem; line-height: 1.1; overflow-wrap: anywhere; }
a { color: #1a65a6; display: inline-block; padding: 0.6rem 0; overflow-wrap: anywhere; }
pre a { display: inline; padding: 0; }
a:focus { background: #fd0; color: #0b0c0c; outline: 3px solid transparent;
  box-shadow: 0 4px #0b0c0c; text-decoration: none; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #b1b4b6; padding: 0.4rem 1rem 0.4rem 0; text-align: left;
  vertical-align: baseline; overflow-wrap: anywhere; }
pre { border-left: 0.6rem solid #b1b4b6; font: inherit; margin: 2rem 0; padding: 0.5rem 1rem;
  overflow-wrap: anywhere; white-space: pre-wrap; }
"""

_PAGE = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/inbox.css">
<link rel="icon" href="data:,">
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title), body=body)


def inbox_page(rows: Sequence[tuple[str, EmailMessage]]) -> str:
    """`rows` are (address-safe key, message), newest first."""
    if not rows:
        body = (
            "<h1>Mail</h1>\n<p>No message yet. What the portal sends appears here: "
            "reload the page to look again.</p>"
        )
        return _page("Mail: no message yet", body)
    lines = "\n".join(
        f"<tr><td>{_header(message, 'Date')}</td><td>{_header(message, 'To')}</td>"
        f'<td><a href="/message/{escape(key)}">{_header(message, "Subject") or "(no subject)"}</a>'
        "</td></tr>"
        for key, message in rows
    )
    body = (
        "<h1>Mail</h1>\n<p>What the portal sent on this machine, newest first. "
        "Nothing has left it. Reload the page to look again.</p>\n<table>\n<thead><tr>"
        '<th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th>'
        "</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody>\n</table>"
    )
    return _page(f"Mail: {len(rows)} kept", body)


def message_page(message: EmailMessage) -> str:
    heads = "\n".join(
        f'<tr><th scope="row">{name}</th><td>{_header(message, name)}</td></tr>'
        for name in ("From", "To", "Date", "Message-ID")
    )
    subject = str(message["Subject"] or "(no subject)")
    body = (
        f'<p><a href="/">Back to all mail</a></p>\n<h1>{escape(subject)}</h1>\n'
        f"<table>\n<tbody>\n{heads}\n</tbody>\n</table>\n<pre>{_text(message)}</pre>"
    )
    return _page(f"{subject}: mail", body)


def missing_page() -> str:
    return _page(
        "Mail: not found",
        '<h1>There is no such message</h1>\n<p><a href="/">Back to all mail</a></p>',
    )


def _header(message: EmailMessage, name: str) -> str:
    return escape(str(message[name] or ""))


def _text(message: EmailMessage) -> str:
    """The message's plain words, escaped, its web addresses as links."""
    part = message.get_body(preferencelist=("plain", "html"))
    words = part.get_content() if part is not None else ""
    pieces, end = [], 0
    for found in _ADDRESS.finditer(words):
        address = escape(found.group())
        pieces.append(f'{escape(words[end : found.start()])}<a href="{address}">{address}</a>')
        end = found.end()
    return "".join(pieces) + escape(words[end:])
