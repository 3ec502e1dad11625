"""Where a caller is sent: the person's address, and with it which call this was.

A network that obeys REFER puts what stands behind "?" into its INVITE to the person (RFC 3261,
19.1.1): X-Call-Id to read, User-to-User for contact centres, which show that one (RFC 7433).
"""

from __future__ import annotations

from urllib.parse import quote


def refer_to(address: str, call_id: str) -> str:
    """The value of Refer-To for a SIP URI, with or without <> and headers of its own."""
    uri = address.strip().removeprefix("<").removesuffix(">")
    user_to_user = quote(f"{call_id.encode().hex()};encoding=hex", safe="")
    joint = "&" if "?" in uri else "?"
    return f"<{uri}{joint}X-Call-Id={call_id}&User-to-User={user_to_user}>"
