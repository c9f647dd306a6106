"""The pages that show a rituals file before it is live: a calendar, what changes, and every message and form.

They need no server and no network: they open from disk, and are drawn by the renderer of the demo's page.
"""

from bot.demo.brochure.content import Brochure
from bot.demo.brochure.pages import pages

__all__ = ["Brochure", "pages"]
