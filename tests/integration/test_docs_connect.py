"""docs/connect.md is true: its commands run, from top to bottom, against a server of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from browser.server import start_server
from pages import typed
from shopkeeper.app.live.deliver import signed

PAGE = (Path(__file__).parents[2] / "docs" / "connect.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8777"


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Where the page's commands are found: `shopkeeper` is this one, and nothing of the settings outside counts."""
    if not all(shutil.which(name) for name in ("openssl", "curl", "sed", "base64", "sh")):
        pytest.skip("the page needs sh, openssl, curl, sed and base64")
    (tmp_path / "bin").mkdir()
    wrapper = tmp_path / "bin" / "shopkeeper"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shopkeeper "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_shop_is_wired_as_the_page_says(commands):
    printed, url, server = "", ADDRESS, None
    try:
        for language, name, content in BLOCK.findall(PAGE):
            if name:
                (commands / name).write_text(content, "utf-8")
            elif language == "console":
                server, url = start_server(commands / "shop")
                await_health(url)
            elif language == "sh":
                printed = run(content.replace(ADDRESS, url))
            elif language == "text" and "location" not in content:
                missing = [line for line in content.splitlines() if line not in printed]
                assert missing == [], printed
        again = run('SIGNATURE=$(openssl dgst -sha256 -hmac "the secret that Shopify shows" -binary message.json | base64)\n'
                    f'curl -s {url}/v1/webhooks/shopify -H "X-Shopify-Topic: products/create" -H "X-Shopify-Webhook-Id: try-1" '
                    '-H "X-Shopify-Hmac-Sha256: $SIGNATURE" -H "Content-Type: application/json" --data-binary @message.json')
        assert again == '{"status":"repeated"}'
        assert httpx.post(f"{url}/v1/webhooks/shopify", content=b"{}", headers={"X-Shopify-Hmac-Sha256": "x"}).status_code == 401
        assert "the secret" not in run("shopkeeper doctor --shop ./shop")
    finally:
        if server:
            server.terminate()
            server.wait(30)


def run(script):
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def await_health(url):
    for _ in range(200):
        try:
            if httpx.get(f"{url}/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_a_message_to_another_system_is_genuine_by_the_pages_own_code(commands):
    namespace = {}
    [code] = [content for language, _, content in BLOCK.findall(PAGE) if language == "python"]
    exec(compile(code, "docs/connect.md", "exec"), namespace)
    got = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.headers["Shopkeeper-Signature"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            threading.Thread(target=receiver.shutdown).start()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        typed("shopkeeper init --shop ./shop")
        typed("shopkeeper index --shop ./shop")
        Path("shop/shopkeeper.toml").write_text('webhook_hosts = "127.0.0.1"\n')
        typed(f"shopkeeper webhooks add http://127.0.0.1:{receiver.server_port}/ "
              "--topic customer.updated --secret 0123456789abcdef --shop ./shop")
        server, url = start_server(commands / "shop")
        try:
            await_health(url)
            httpx.put(f"{url}/v1/customers/c1", json={"name": "李雷"})
            receiver.serve_forever()
        finally:
            server.terminate()
            server.wait(30)
    [(header, body)] = got
    assert namespace["genuine"](header, body, "0123456789abcdef", time.time())
    assert not namespace["genuine"](header, body + b" ", "0123456789abcdef", time.time())
    assert not namespace["genuine"](signed(body.decode(), "0123456789abcdef", datetime(2020, 1, 1, tzinfo=UTC)), body,
                                    "0123456789abcdef", time.time())
    assert json.loads(body)["data"] == {"id": "c1", "name": "李雷"}
