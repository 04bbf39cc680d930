"""Tests of the kinds of item."""
