"""What a check-up says of one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `mend` is empty when it is in order. A warning does not stop the start."""

    what: str
    said: str
    mend: str = ""
    is_warning: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing has to be done."""
        return not self.mend
