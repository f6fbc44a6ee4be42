"""What the assistant can do: typed functions over the shop, the same for the dialogue, a language model and MCP."""
