"""Words in German and English: gettext catalogues, plural forms, dates, lists.

Catalogue files: `locales/<language>/LC_MESSAGES/rondo.po`; the message id is a key such as `pairing.intro`. They
are read as they stand, so changing a text needs no build step.
"""

from bot.i18n.catalogue import Catalogue, Catalogues, language_of, shared_language

__all__ = ["Catalogue", "Catalogues", "language_of", "shared_language"]
