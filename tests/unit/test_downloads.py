"""The token is shown to Slack's own host and to nobody else."""

from __future__ import annotations

import pytest

from bot.errors import DeliveryError, SettingsError
from bot.settings import load
from bot.slack.downloads import download, is_slacks
from bot.slack.gateway import build_client

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "api", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.yaml", SLACK, True),
        ("https://slack.com/files-pri/T1-F1/a.yaml", SLACK, True),
        ("http://files.slack.com/a", SLACK, False),
        ("https://files.slack.com.evil.example/a", SLACK, False),
        ("https://evil.example/files.slack.com", SLACK, False),
        ("https://files.slack.com@evil.example/a", SLACK, False),
        ("https://evil@files.slack.com/a", SLACK, False),
        ("https://files.slack.com:8443/a", SLACK, False),
        ("file:///etc/passwd", SLACK, False),
        ("", SLACK, False),
        ("http://127.0.0.1:8100/files-pri/T-F/download/a", "http://127.0.0.1:8100/api/", True),
        ("http://127.0.0.1:8101/files-pri/T-F/download/a", "http://127.0.0.1:8100/api/", False),
        ("https://files.slack-gov.com/a", "https://slack-gov.com/api/", True),
    ],
)
def test_only_slacks_own_addresses_are_asked(url: str, api: str, ours: bool) -> None:
    assert is_slacks(url, api_url=api) is ours


def test_another_address_is_refused_before_anything_is_sent() -> None:
    client = build_client(load({"SLACK_BOT_TOKEN": "xoxb-1"}, env_file=None), "xoxb-1")
    with pytest.raises(DeliveryError) as refused:
        download(client, "https://evil.example/a", most=10)
    assert refused.value.outcome == "not_allowed"


@pytest.mark.parametrize(
    "url", ["https://host/rituals.yaml?token=x", "http://127.0.0.1:1/x", "http://localhost/x", "http://[::1]/x"]
)
def test_an_address_for_the_rituals_is_https_or_this_machine(url: str) -> None:
    assert load({"RONDO_RITUALS_URL": url}, env_file=None).rituals_url == url


@pytest.mark.parametrize("url", ["http://host/s3cr3t", "ftp://host/s3cr3t", "s3cr3t", "https://s3cr3t@host/x",
                                 "https://ho st/s3cr3t", "https:///s3cr3t"])  # fmt: skip
def test_any_other_address_is_refused_in_a_sentence_without_it(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({"RONDO_RITUALS_URL": url}, env_file=None)
    assert "RONDO_RITUALS_URL" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)
