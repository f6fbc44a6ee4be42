"""A server that is watched: lines of JSON, an id for each request, spans at a real receiver, measurements over several processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from shopkeeper.app.bootstrap import open_shop
from small_shop import product
from waiting import until

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
WORDS = "midnight-lamp-for-ann@shop.example"


class Receiver(BaseHTTPRequestHandler):
    """Takes in spans as a collector does."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(body)
        self.server.paths.add(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """What a server of two processes logged, sent and measured, after a few requests."""
    folder = tmp_path_factory.mktemp("watched")
    with closing(open_shop(str(folder / "shop"), create=True)) as shop:
        shop.put_products([product("lamp", "midnight lamp"), product("shirt", "red shirt")])
    receiver = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    receiver.bodies, receiver.paths = [], set()
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    (folder / "shop/shopkeeper.toml").write_text(
        f'log = "json"\notel_endpoint = "http://127.0.0.1:{receiver.server_port}"\nllm_key = "sk-very-secret"\n')
    command = [sys.executable, "-m", "shopkeeper", "serve", "--shop", str(folder / "shop"), "--port", "0", "--workers", "2"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        try:
            url = re.search(r"http://[\d.]+:\d+", server.stdout.readline())[0]
            answers = [httpx.get(f"{url}/v1/search", params={"q": WORDS}, timeout=60, headers={
                "X-Request-Id": f"r{n}", "traceparent": f"00-{TRACE}-{PARENT}-01"}) for n in range(6)]
            metrics = httpx.get(f"{url}/metrics").text
            until(lambda: len(spans(receiver)) >= 6)
        finally:
            server.terminate()
            server.wait(30)
            server.stdout.close()
    receiver.shutdown()
    receiver.server_close()
    return answers, (folder / "log").read_text("utf-8"), receiver, metrics


def spans(receiver):
    """The spans of searches, by id."""
    found = [span for body in list(receiver.bodies) for one in ExportTraceServiceRequest.FromString(body).resource_spans
             for scope in one.scope_spans for span in scope.spans]
    return {span.span_id: span for span in found if span.trace_id.hex() == TRACE}


def test_each_request_is_a_line_with_its_id_and_without_what_was_searched(watched):
    answers, log, _, _ = watched
    lines = [json.loads(line) for line in log.splitlines()]
    requests = {line["request_id"]: line for line in lines if line["logger"] == "shopkeeper.request"}
    assert [answer.headers["x-request-id"] for answer in answers] == [f"r{n}" for n in range(6)]
    assert {requests[f"r{n}"]["route"] for n in range(6)} == {"/v1/search"}
    assert {requests[f"r{n}"]["status"] for n in range(6)} == {200}
    assert "midnight" not in log
    assert "sk-very-secret" not in log


def test_spans_tell_of_the_stages_of_a_search_below_the_callers_own(watched):
    _, _, receiver, _ = watched
    found = spans(receiver)
    names = {span.name for span in found.values()}
    assert {"GET /v1/search", "search", "search.understand", "search.find", "search.engine", "search.encode", "search.records"} <= names
    assert any(name.startswith("database SELECT") for name in names)
    for span in found.values():
        if span.name == "GET /v1/search":
            assert span.parent_span_id.hex() == PARENT
        elif span.name == "search.engine":
            assert found[span.parent_span_id].name in ("search.find", "search")
    assert receiver.paths == {"/v1/traces"}
    assert not any(b"midnight" in body or b"sk-very-secret" in body for body in receiver.bodies)


def test_both_processes_are_in_the_measurements(watched):
    found = {family.name: family for family in text_string_to_metric_families(watched[3])}
    [answered] = [sample.value for sample in found["shopkeeper_requests"].samples
                  if sample.labels == {"route": "/v1/search", "status": "2xx"}]
    assert answered == 6
    assert found["shopkeeper_database_connections"].samples[0].value >= 1
    assert found["shopkeeper_store_up"].samples[0].value == 1


def test_nothing_of_traces_is_imported_when_they_are_off(tmp_path):
    code = ("import sys\nfrom shopkeeper.app.bootstrap import open_shop\nfrom shopkeeper.app.api import create_app\n"
            f"shop = open_shop({str(tmp_path / 'shop')!r}, create=True)\ncreate_app(shop)\nshop.close()\n"
            "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
