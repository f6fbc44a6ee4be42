"""The tools of the assistant: typed functions over the store, under the shop's policy. `toolbox.Toolbox` calls them."""

from . import find, look, other, write
from .tool import TOOLS, Tool, ToolError, tool

__all__ = ["TOOLS", "Tool", "ToolError", "find", "look", "other", "tool", "write"]
