"""The doors of the item bank."""

from academy.items.views import bank, exchange, item, pictures
from academy.items.views.blueprint import bank_blueprint, blueprint
from academy.items.views.exchange import exchange_blueprint

__all__ = ["bank", "bank_blueprint", "blueprint", "exchange", "exchange_blueprint", "item", "pictures"]
