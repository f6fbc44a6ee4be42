"""What a shop is: products, customers, carts, orders, reviews, events, documents, money.

Immutable records and their rules; standard library only, no input or output, no clock.
"""

from .activity import EVENT_NAMES, Document, DocumentKind, Event, EventItem, PriceChange, Promotion, Review, StockChange
from .campaign import Campaign
from .codec import from_dict, to_dict
from .conversation import Conversation, Message, Speaker
from .draft import MARKETS, TEXT_KINDS, Draft, DraftClaim, DraftField, DraftState, DraftStep, DraftVersion
from .errors import Conflict, EngineUnavailable, InvalidFile, InvalidQuery, InvalidRecord, NotFound, NotIndexed, ShopkeeperError
from .experiment import MEASURES, Arm, Experiment, Guard
from .levels import PriceUpdate, StockUpdate
from .localized import LANGUAGES, Language, Localized
from .merchandising import PLACES, RATINGS, Judgment, Rule, RuleAction, RuleMatch, Synonym, judgment
from .money import Money, exponent
from .order import (
    CHANNELS,
    Address,
    Cart,
    CartLine,
    Customer,
    Fulfilment,
    ItemChange,
    Order,
    OrderLine,
    OrderRequest,
    OrderStatus,
    Payment,
    PaymentKind,
    PaymentMethod,
    RequestKind,
    RequestState,
)
from .product import Attribute, Availability, Image, Option, Product, ProductStatus, Variant
from .purchase import Purchase, PurchaseLine, PurchaseState
from .recommended import LoggedRecommendation, Thumb, visitor_of
from .searched import LoggedSearch
from .supplier import Supplier, SupplierItem

__all__ = [
    "CHANNELS", "EVENT_NAMES", "LANGUAGES", "MARKETS", "MEASURES", "PLACES", "RATINGS", "TEXT_KINDS", "Address", "Arm", "Attribute",
    "Availability", "Campaign", "Cart", "CartLine", "Conflict", "Conversation", "Customer", "Document", "DocumentKind", "Draft",
    "DraftClaim", "DraftField", "DraftState", "DraftStep", "DraftVersion", "EngineUnavailable", "Event", "EventItem", "Experiment",
    "Fulfilment", "Guard", "Image", "InvalidFile", "InvalidQuery", "InvalidRecord", "ItemChange", "Judgment", "Language", "Localized",
    "LoggedRecommendation", "LoggedSearch", "Message", "Money", "NotFound", "NotIndexed", "Option", "Order", "OrderLine",
    "OrderRequest", "OrderStatus", "Payment", "PaymentKind", "PaymentMethod", "PriceChange", "PriceUpdate", "Product", "ProductStatus",
    "Promotion", "Purchase", "PurchaseLine", "PurchaseState", "RequestKind", "RequestState", "Review", "Rule", "RuleAction",
    "RuleMatch", "ShopkeeperError", "Speaker", "StockChange", "StockUpdate", "Supplier", "SupplierItem", "Synonym", "Thumb", "Variant",
    "exponent", "from_dict", "judgment", "to_dict", "visitor_of",
]
