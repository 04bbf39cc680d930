"""Hotspot: find a place on a picture, among numbered ones or by pointing anywhere."""

from academy.items.kinds.hotspot.rules import HotspotKind

KIND = HotspotKind()
