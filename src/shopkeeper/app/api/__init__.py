"""The HTTP door: `create_app(shop)` for a server of one's own, `serve(...)` for ours."""

from .application import create_app
from .server import serve

__all__ = ["create_app", "serve"]
