"""Serves the pages of a foreign shop beside a Shopkeeper server, under a strict Content-Security-Policy.

    shopkeeper keys add --label "foreign shop" --scope shopper --origin http://127.0.0.1:8790
    python examples/foreign-shop/serve.py http://127.0.0.1:8777 pk_…

A third argument is the name of the shop where the server has several by path, `--port` another port.
"""

from __future__ import annotations

import argparse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8"}


def policy(shop: str) -> str:
    """No script, style, picture or connection but the page's own and the shop's; nothing inline."""
    return (f"default-src 'none'; script-src {shop}; connect-src {shop}; img-src 'self' {shop}; style-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")


def server(shop: str, key: str, name: str = "", port: int = 8790) -> ThreadingHTTPServer:
    """A server of the pages in this folder, which name the shop's server and its publishable key."""
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = HERE / (self.path.partition("?")[0].strip("/") or "index.html")
            known = file.parent == HERE and file.suffix in TYPES and file.is_file()
            text = file.read_text("utf-8") if known else "not found"
            text = text.replace("https://SHOP", shop).replace("pk_KEY", key).replace('data-shop=""', f'data-shop="{name}"')
            self.send_response(200 if known else 404)
            self.send_header("content-type", TYPES[file.suffix] if known else "text/plain")
            self.send_header("content-security-policy", policy(shop))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Pages)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("shop", help="the address of the server, such as http://127.0.0.1:8777")
    parser.add_argument("key", help="a publishable key that lists this page's origin")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--port", type=int, default=8790)
    args = parser.parse_args()
    print(f"http://127.0.0.1:{args.port}", flush=True)
    server(args.shop, args.key, args.name, args.port).serve_forever()
