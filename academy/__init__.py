"""The Wildlife Crime Academy: the training platform of those who investigate crimes against wildlife."""

from academy.app import create_app

__all__ = ["create_app"]
