"""Tests of the machine of cases."""
