"""Requests made up from the API's own description, sent to a server: what its answers do that the description does not say.

`python fuzz_api.py URL SEED CASES` prints the outcome as JSON; CASES are for each operation, half of them of values that the description
forbids.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import Any

import hypothesis
import schemathesis
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance, response_headers_conformance]
QUIET = list(hypothesis.HealthCheck)
PASSING = 503  # what is busy, slow or not set up says so, as the description has it; any other 5xx is a failure


def fuzz(url: str, seed: int, cases: int, timeout: float = 60) -> dict[str, Any]:
    """Sends `cases` requests for each operation; how many were answered with which status, and each failure with what shows it."""
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json", wait_for_schema=60)
    schema.config.update(base_url=url, request_timeout=timeout)
    statuses: Counter[int] = Counter()
    failures: dict[str, str] = {}
    operations = [found.ok() for found in schema.get_all_operations()]
    started = time.monotonic()
    for operation in operations:
        for place, mode in enumerate((GenerationMode.POSITIVE, GenerationMode.NEGATIVE)):
            _try(operation, mode, seed, cases // 2 + (cases % 2 if place == 0 else 0), statuses, failures)
    return {"operations": len(operations), "cases": sum(statuses.values()), "seed": seed, "seconds": round(time.monotonic() - started),
            "statuses": {str(status): count for status, count in sorted(statuses.items())}, "failures": failures}  # fmt: skip


def _try(operation: Any, mode: GenerationMode, seed: int, count: int, statuses: Counter[int], failures: dict[str, str]) -> None:
    if not count:
        return

    @hypothesis.seed(seed)
    @hypothesis.settings(max_examples=count, database=None, deadline=None, phases=[hypothesis.Phase.generate], suppress_health_check=QUIET)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        _send(case, statuses, failures)

    try:
        run()
    except (hypothesis.errors.Unsatisfiable, schemathesis.errors.SchemathesisError):  # nothing can be wrong with a request of nothing
        return


def _send(case: Any, statuses: Counter[int], failures: dict[str, str]) -> None:
    try:
        response = case.call()
    except Exception as error:
        failures.setdefault(f"{case.operation.label}: {type(error).__name__}", str(error)[:300])
        return
    statuses[response.status_code] += 1
    where = f"{case.operation.label}: {response.status_code}"
    if response.status_code >= 500 and response.status_code != PASSING:
        failures.setdefault(where, case.as_curl_command()[:600])
    try:
        case.validate_response(response, checks=CHECKS)
    except schemathesis.errors.SchemathesisError as error:
        failures.setdefault(f"{where} does not conform", str(error)[:600])
    except BaseExceptionGroup as group:
        failures.setdefault(f"{where} does not conform", "; ".join(str(each) for each in group.exceptions)[:600])



if __name__ == "__main__":
    print(json.dumps(fuzz(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
