"""Only what Slack signed, and signed just now, comes through the door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers

from bot.web.guard import LARGEST, OLDEST, is_genuine

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_795_000_000
BODY = b"token=x&team_id=T1&text=Caf%C3%A9"


def signature(body: bytes = BODY, stamp: str = str(NOW), secret: str = SECRET) -> str:
    """Sign as Slack's own library does."""
    return str(SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body))


def headers(stamp: str = str(NOW), sign: str | None = None) -> dict[str, str]:
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature(stamp=stamp) if sign is None else sign}


def passes(given: dict[str, str], body: bytes = BODY, epoch: float = NOW) -> bool:
    return is_genuine(given, body, secret=SECRET, epoch=epoch)


def test_what_slack_signed_comes_in() -> None:
    assert passes(headers())


@given(st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_body_that_slack_signed_comes_in(body: bytes) -> None:
    assert passes(headers(sign=signature(body)), body)
    assert not passes(headers(sign=signature(body)), body + b" ")


def test_a_body_that_is_no_text_can_be_judged() -> None:
    assert not passes(headers(), b"\xff\xfe\x00")


@pytest.mark.parametrize("off", [-OLDEST, -1, 0, 0.9, OLDEST])
def test_within_five_minutes_it_is_recent(off: float) -> None:
    assert passes(headers(), epoch=NOW + off)


@pytest.mark.parametrize("off", [-OLDEST - 1, OLDEST + 0.5, OLDEST + 1, 86_400, -NOW])
def test_outside_of_five_minutes_it_is_a_replay(off: float) -> None:
    assert not passes(headers(), epoch=NOW + off)


@pytest.mark.parametrize(
    "stamp",
    ["", "0", "-1795000000", "+1795000000", " 1795000000", "1795000000 ", "1795000000\n", "1795000000.0", "01795000000",
     "1_795_000_0", "nan", "inf", "1e9", "0x6afd8c40", "١٧٩٥٠٠٠٠٠٠", "1" * 5000, "\x00", "1795000000, 1795000000"],
)  # fmt: skip
def test_a_stamp_of_another_form_stays_outside_although_it_is_signed(stamp: str) -> None:
    assert not passes(headers(stamp))


@pytest.mark.parametrize(
    "sign",
    ["", "v0=", signature()[3:], signature().upper(), signature() + "0", signature()[:-1], signature() + "\n",
     " " + signature(), signature().replace("v0", "v1"), "v0=" + "0" * 64, "v0=" + "٣" * 64, "v0=" + "ü" * 64,
     signature(secret="another"), signature(b""), f"{signature()},{signature()}", "v0=" + "f" * 100_000],
)  # fmt: skip
def test_another_signature_stays_outside(sign: str) -> None:
    assert not passes(headers(sign=sign))


@pytest.mark.parametrize("missing", ["x-slack-request-timestamp", "x-slack-signature"])
def test_without_both_headers_it_stays_outside(missing: str) -> None:
    assert not passes({name: value for name, value in headers().items() if name != missing})


def test_the_case_of_a_headers_name_does_not_matter_to_the_server() -> None:
    given = Headers({"X-Slack-Request-Timestamp": str(NOW), "X-SLACK-SIGNATURE": signature()})
    assert is_genuine(given, BODY, secret=SECRET, epoch=NOW)


def test_what_is_too_large_stays_outside_although_it_is_signed() -> None:
    large = b"x" * LARGEST
    assert passes(headers(sign=signature(large)), large)
    assert not passes(headers(sign=signature(large + b"x")), large + b"x")
