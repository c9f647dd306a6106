"""/livez says that the process lives; /readyz that it can do its work, and why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Probe = Callable[[], str]
"""Returns "ok", or one sentence that says what is wrong."""


def health_routes(probes: Mapping[str, Probe]) -> list[Route]:
    """Return the two routes; readiness asks each probe."""

    def livez(request: Request) -> Response:
        return JSONResponse({"alive": True})

    def readyz(request: Request) -> Response:
        found = {name: probe() for name, probe in probes.items()}
        ready = all(said == "ok" for said in found.values())
        return JSONResponse({"ready": ready, **found}, status_code=200 if ready else 503)

    return [Route("/livez", livez), Route("/readyz", readyz)]
