"""Which category a product belongs to."""
