"""What every trainer of a network shares: its options, its loop, its checkpoints."""
