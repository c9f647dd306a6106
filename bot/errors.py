"""Every exception of Rondo, on one screen.

BotError
├── ConfigError        rituals.yaml has problems; carries all of them, with line and column
├── SettingsError      the environment is incomplete or malformed; one sentence that says what to set
├── SourceError        an address that rituals come from gives none; a few words, never the address
├── StoreError         the database cannot be used; one sentence that says what to do
├── UserError          shown to the person who asked, in their language
├── DeliveryError      a call to Slack did not do what was asked; says whether to try again
└── KindError          a ritual kind misbehaved; that ritual waits, the others go on
"""

from __future__ import annotations

from dataclasses import dataclass, field


class BotError(Exception):
    """Base of everything Rondo raises on purpose."""


@dataclass(frozen=True)
class Correction:
    """What a file should say instead: from `line` (1-based) on, `removes` lines give way to `lines`."""

    line: int
    removes: int
    lines: tuple[str, ...] = ()

    def applied(self, source: str) -> str:
        """Return the source with the correction in it; its line ends and its byte order mark stay."""
        mark = "\ufeff" if source.startswith("\ufeff") else ""
        written = source.removeprefix(mark).split("\n")
        end = "\r" if written[0].endswith("\r") else ""
        lines = [line + end for line in self.lines]
        start = self.line - 1
        return mark + "\n".join([*written[:start], *lines, *written[start + self.removes :]])


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in rituals.yaml: where it stands (1-based), what is wrong, and how to mend it."""

    file: str
    line: int
    column: int
    text: str
    hint: str = ""
    german: tuple[str, str] = field(default=("", ""), compare=False)
    """What is wrong and how to mend it, in German."""
    fix: Correction | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.said("en")

    def words(self, language: str) -> tuple[str, str]:
        """Return what is wrong and how to mend it, in English or German."""
        return self.german if language == "de" and self.german[0] else (self.text, self.hint)

    def said(self, language: str) -> str:
        """Return where it stands, what is wrong, how to mend it, and the corrected lines."""
        text, hint = self.words(language)
        lines = [f"{self.file}:{self.line}:{self.column}: {text}", *([f"    {hint}"] if hint else [])]
        fix = self.fix or Correction(self.line, 0)
        lines += [f"    {fix.line + number:4} | {line}" for number, line in enumerate(fix.lines)]
        return "\n".join(lines)


class ConfigError(BotError):
    """The rituals file cannot be used."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Return all problems in English or German."""
        return "\n".join(problem.said(language) for problem in self.problems)


class SettingsError(BotError):
    """A setting is missing or malformed."""


class SourceError(BotError):
    """What the rituals come from cannot be read; the words name no address, which may hold a secret."""


class StoreError(BotError):
    """The database cannot be used as it is."""


class UserError(BotError):
    """Something the person can put right; `key` names the sentence in the catalogue."""

    def __init__(self, key: str, **params: object) -> None:
        self.key = key
        self.params = params
        super().__init__(key)


class KindError(BotError):
    """A ritual cannot be carried out; `key` names the sentence for its owners in the catalogue, if there is one."""

    def __init__(self, said: str, *, key: str = "", **params: object) -> None:
        self.key = key
        self.params = params
        super().__init__(said)


class DeliveryError(BotError):
    """A call to Slack failed.

    `outcome` is a word from `model.OUTCOMES`; `permanent` decides retry; `in_doubt` says that Slack may
    have carried out the call although no good answer came back; `retry_after` is in seconds.
    """

    def __init__(
        self, outcome: str, *, permanent: bool = False, in_doubt: bool = False, retry_after: float | None = None
    ) -> None:
        self.outcome = outcome
        self.permanent = permanent
        self.in_doubt = in_doubt
        self.retry_after = retry_after
        super().__init__(outcome)
