"""What the fences share: the wider world, in which everything that has an address exists."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.fences import scene as scenes
from tests.world import World


@pytest.fixture
def scene(app: Flask, world: World) -> scenes.Scene:
    """The wider world."""
    return scenes.build(app, world)
