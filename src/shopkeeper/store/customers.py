"""Customers: records that are also found by what a person says of themselves."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import func, or_, select

from ..shop import Customer
from .database import Database
from .kinds import CUSTOMERS, storable
from .records import Records
from .schema import customers


class CustomerRecords(Records[Customer]):
    """The `Customers` of the protocol."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, CUSTOMERS)

    def by_email(self, email: str) -> list[Customer]:
        """See `Customers.by_email`."""
        found = self._where(email, or_(customers.c.email == email, func.lower(customers.c.email) == email.lower()))
        return [customer for customer in found if customer.email.lower() == email.lower()]

    def by_postcode(self, postcode: str) -> list[Customer]:
        """See `Customers.by_postcode`. The database looks for the code in the text of the records, which costs a tenth of reading them."""
        plain = func.replace(func.replace(func.lower(customers.c.payload), " ", ""), "-", "")
        found = self._where(postcode, plain.contains(f'"postcode":{orjson.dumps(_plain(postcode)).decode()}', autoescape=True))
        return [customer for customer in found if _plain(customer.address.postcode) == _plain(postcode)]

    def _where(self, said: str, condition: Any) -> list[Customer]:
        if not said or not storable(said):
            return []
        with self._database.reading() as connection:
            rows = connection.execute(select(customers.c.payload).where(condition).order_by(customers.c.id)).all()
        return [CUSTOMERS.decode(row.payload) for row in rows]


def _plain(postcode: str) -> str:
    return postcode.lower().replace(" ", "").replace("-", "")
