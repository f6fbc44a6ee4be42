"""Money as an integer number of minor units (cents, fen) and an ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .errors import InvalidRecord

# ISO 4217: currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
_SYMBOLS = {"CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩", "INR": "₹", "HKD": "HK$", "TWD": "NT$"}


def exponent(currency: str) -> int:
    """How many decimal digits the minor unit of a currency has: 2 for USD, 0 for JPY."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units. `Money(7999, "USD")` is 79.99 US dollars."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, int) or isinstance(self.amount, bool):
            raise InvalidRecord("amount", "an integer number of minor units", self.amount)
        if not (isinstance(self.currency, str) and len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise InvalidRecord("currency", "a three-letter ISO 4217 code such as CNY", self.currency)

    @classmethod
    def of(cls, major: Decimal | int | str, currency: str) -> Money:
        """From major units: `Money.of("79.99", "USD")`; halves of a minor unit round up."""
        scaled = Decimal(major).scaleb(exponent(currency))
        return cls(int(scaled.to_integral_value(ROUND_HALF_UP)), currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.amount * quantity, self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise InvalidRecord("currency", f"{self.currency}, as the other amount", other.currency)
        return other

    def __str__(self) -> str:
        digits = f"{abs(self.major):,.{exponent(self.currency)}f}"
        symbol = _SYMBOLS.get(self.currency)
        sign = "-" if self.amount < 0 else ""
        return f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits} {self.currency}"
