"""The storefront's pages, rendered here and readable without a script."""

from . import basket
from .routes import error_page, mount_files, router

router.include_router(basket.router)

__all__ = ["error_page", "mount_files", "router"]
