"""The door in which big data becomes small: what may be asked, and how it is added up, compared and explained."""

from openefficiency.measures.door.door import KEY, Door, same

__all__ = ["KEY", "Door", "same"]
