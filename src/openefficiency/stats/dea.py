"""Data envelopment analysis: how far each unit lies inside the best practice around it."""

from openefficiency.stats.dea_radial import efficiency, super_efficiency

__all__ = ["efficiency", "super_efficiency"]
