"""A local Slack over the wire: Web API, Socket Mode and signed HTTP delivery.

with Sandbox(Workspace(clock=SandboxClock(start, running=False))) as sandbox:
    sandbox.install(manifest)                      # Slack's manifest format; without it everything is granted
    client = WebClient("xoxb-sandbox", base_url=sandbox.api_url)
    sandbox.command("/rondo help", by="Anna")      # waits for the app's ack
    sandbox.click("answer:yes", by="Anna")
    sandbox.submit({"topic": "Bees"}, by="Anna")   # plain values by action id or block id
    sandbox.inbox("Anna")                          # direct and group messages, own ephemerals
    sandbox.workspace.faults.order(Fault("lost_reply", method="chat.postMessage"))
    assert sandbox.workspace.refusals == []        # nothing real Slack would not stand for
"""

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import build
from bot.sandbox.workspace import APP_BOT, APP_ID, APP_USER, Workspace

__all__ = ["APP_BOT", "APP_ID", "APP_USER", "Fault", "Sandbox", "SandboxClock", "Workspace", "build"]
