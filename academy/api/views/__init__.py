"""Doors: for programs with a token, and for the coordinators who give tokens out."""

from academy.api.views import records, tokens, verification
from academy.api.views.blueprint import blueprint
from academy.api.views.tokens import blueprint as token_pages

__all__ = ["blueprint", "records", "token_pages", "tokens", "verification"]
