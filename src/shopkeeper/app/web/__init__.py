"""The storefront pages."""
