"""Data envelopment analysis: how far each unit lies inside the best practice around it."""

from openefficiency.stats.dea_bootstrap import bootstrap
from openefficiency.stats.dea_partial import free_disposal, order_alpha, order_m
from openefficiency.stats.dea_radial import efficiency, super_efficiency
from openefficiency.stats.dea_slacks import additive, cost, revenue, slacks, slacks_based

__all__ = [
    "additive",
    "bootstrap",
    "cost",
    "efficiency",
    "free_disposal",
    "order_alpha",
    "order_m",
    "revenue",
    "slacks",
    "slacks_based",
    "super_efficiency",
]
