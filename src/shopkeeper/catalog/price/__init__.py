"""What a product of its kind costs, and what a change of its price does."""
