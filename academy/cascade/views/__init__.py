"""The doors of the cascade: national trainings, lineage, results by generation, commitments."""

from academy.cascade.views import asking, branch, commitments, deciding, delivery, trainings
from academy.cascade.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "branch", "commitments", "deciding", "delivery", "trainings"]
