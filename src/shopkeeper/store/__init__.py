"""Where the shop is kept."""
