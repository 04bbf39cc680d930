"""Figures for ministries and donors, frozen on a day with their definitions. What is published is a sum of tranches, each of
them of nobody or of a group large enough to hide in, so that no difference between any two figures, of one snapshot or of
many, tells of fewer.
"""
