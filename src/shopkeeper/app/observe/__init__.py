"""What an operator sees of a running shop: logs, measurements, traces."""
