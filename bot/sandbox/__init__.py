"""A local Slack over the wire: Web API, Socket Mode and signed HTTP delivery."""

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import build
from bot.sandbox.workspace import APP_BOT, APP_ID, APP_USER, Workspace

__all__ = ["APP_BOT", "APP_ID", "APP_USER", "Fault", "Sandbox", "SandboxClock", "Workspace", "build"]
