"""What the portal has mailed, as the mail catcher keeps it."""

import email
import re
import time
from email import policy
from email.message import EmailMessage


def mails(stack) -> list[EmailMessage]:
    """Every whole message: one still being written stands in the Maildir's `tmp` until it is."""
    files = [path for kept in ("new", "cur") for path in (stack.mail_folder / kept).glob("*")]
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def body(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def mail_to(stack, address: str, saying: re.Pattern[str]) -> str:
    """The text of a mail to this address that says so; a wait of two minutes at most."""
    patience = time.monotonic() + 120
    while True:
        texts = [body(mail) for mail in mails(stack) if mail["To"] == address]
        for text in texts:
            if saying.search(text):
                return text
        assert time.monotonic() < patience, f"no mail to {address} says {saying.pattern}: {texts}"
        time.sleep(2)
