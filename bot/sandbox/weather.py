"""Slack's weather: what goes wrong by chance from now on, its limits, cut connections, and an outage.

Told as one whole, so that whoever says it anew says all of it; nothing is good weather:
`{"rates": {"lost_reply": 0.01, "429": 0.05}, "methods": ["chat.postMessage"], "retry_after": 3, "seconds": 2,
"seed": 7, "limits": true, "cut_every": 60, "down": 600}`. Rates are 0 to 1; `cut_every` and `down` are sandbox seconds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any, get_args

from bot.sandbox.clock import SandboxClock
from bot.sandbox.courier import Courier
from bot.sandbox.faults import Fault, FaultKind, Faults, parse
from bot.sandbox.limits import Limits
from bot.sandbox.model import Json

OF_CALLS = frozenset({"429", "500", "not_ok", "reset", "lost_reply", "malformed", "hang"})
"""Faults that may be kept to chosen methods."""
LEAST_CUT = 2.0
"""Real seconds between two cuts, however fast the sandbox's time runs."""
MOST_DOWN = 24 * 3600.0


@dataclass(frozen=True)
class Forecast:
    """What was told."""

    rates: Mapping[str, float] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    """None named: all."""
    retry_after: int = 3
    seconds: float = 2.0
    """How long a call hangs, real."""
    seed: int = 1
    limits: bool = False
    cut_every: float = 0.0
    """0: never."""
    down: float = 0.0

    def faults(self) -> list[Fault]:
        """Give the faults that strike by chance."""
        named: list[Fault] = []
        for kind, rate in self.rates.items():
            told = {"kind": kind, "rate": rate, "seed": self.seed, "retry_after": self.retry_after}
            told["seconds"] = self.seconds
            places = self.methods if kind in OF_CALLS and self.methods else ("",)
            named += [parse({**told, "method": method}) for method in places if rate > 0]
        return named


class Weather:
    """Make the weather of one workspace."""

    def __init__(self, *, clock: SandboxClock, faults: Faults, limits: Limits, courier: Courier) -> None:
        self._clock = clock
        self._faults = faults
        self._limits = limits
        self._courier = courier
        self._told = Forecast()
        self._next_cut = 0.0
        self._last_cut = 0.0

    def tell(self, told: Mapping[str, Any]) -> None:
        """Let this weather begin; raise ValueError for words that are none, and change nothing then."""
        forecast = read(told)
        self._faults.replace(forecast.faults())
        if forecast.limits != self._limits.on:
            self._limits.switch(forecast.limits)
        now = self._clock.epoch()
        self._next_cut = now + forecast.cut_every
        was_down = self._faults.is_down(now)
        self._faults.down_until = now + forecast.down if forecast.down else 0.0
        self._told = forecast
        if forecast.down and not was_down:
            self.cut()

    def cut(self) -> int:
        """Close every connection to the app without a word; give their number."""
        links = self._courier.links()
        for link in links:
            self._faults.note("cut")
            self._courier.drop(link)
        self._last_cut = time.monotonic()
        return len(links)

    def tick(self) -> None:
        """Cut what is to be cut by now; called several times a second."""
        every = self._told.cut_every
        if not every or self._clock.epoch() < self._next_cut or time.monotonic() - self._last_cut < LEAST_CUT:
            return
        self._next_cut = self._clock.epoch() + every
        self.cut()

    def face(self) -> Json:
        """Give what the page shows."""
        until = self._faults.down_until
        down = self._faults.is_down(self._clock.epoch())
        told = self._told
        return {
            "rates": dict(told.rates),
            "methods": list(told.methods),
            "retry_after": told.retry_after,
            "seconds": told.seconds,
            "seed": told.seed,
            "limits": self._limits.on,
            "cut_every": told.cut_every,
            "now": self._clock.now().isoformat(),
            "down_until": datetime.fromtimestamp(until, UTC).isoformat() if down else None,
            "struck": dict(self._faults.struck),
            "connections": len(self._courier.links()),
            "unacked": self._courier.pending(),
        }


def read(told: Mapping[str, Any]) -> Forecast:
    """Read a forecast from JSON; raise ValueError for an unknown fault, or a figure that is none."""
    try:
        rates = {str(kind): _figure(rate) for kind, rate in dict(told.get("rates") or {}).items()}
        unknown = sorted(set(rates) - set(get_args(FaultKind)))
        if unknown:
            raise ValueError(f"unknown fault {unknown[0]!r}")
        forecast = Forecast(
            rates={kind: rate for kind, rate in rates.items() if rate},
            methods=tuple(str(one) for one in told.get("methods") or ()),
            retry_after=max(1, min(int(told.get("retry_after", 3)), 3600)),
            seconds=max(0.0, min(_figure(told.get("seconds", 2.0)), 60.0)),
            seed=int(told.get("seed", 1)),
            limits=bool(told.get("limits")),
            cut_every=max(0.0, _figure(told.get("cut_every") or 0.0)),
            down=max(0.0, min(_figure(told.get("down") or 0.0), MOST_DOWN)),
        )
    except (TypeError, AttributeError, OverflowError) as problem:
        raise ValueError(str(problem)) from None
    forecast.faults()  # raises for a rate that is none
    return forecast


def _figure(told: Any) -> float:
    figure = float(told)
    if not isfinite(figure):
        raise ValueError(f"{figure} is no figure")
    return figure
