"""The storefront's pages, rendered here and readable without a script."""

from .routes import error_page, mount_files, router

__all__ = ["error_page", "mount_files", "router"]
