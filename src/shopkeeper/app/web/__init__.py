"""The storefront's pages, rendered here and readable without a script."""

from . import basket, chat, console, customers, experiments, recommend, shelves
from .routes import error_page, mount_files, router

router.include_router(basket.router)
router.include_router(chat.router)
router.include_router(console.router)
router.include_router(customers.router)
router.include_router(experiments.router)
router.include_router(recommend.router)
router.include_router(shelves.router)

__all__ = ["error_page", "mount_files", "router"]
