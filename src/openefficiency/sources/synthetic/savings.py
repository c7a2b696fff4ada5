"""What an invented provider planned to save each year, what it achieved, and how much of that lasts."""

from dataclasses import dataclass

import numpy as np

from openefficiency.sources.synthetic.economy import BodyYear


@dataclass(frozen=True)
class Savings:
    """£ of one year."""

    planned: float
    achieved: float
    recurrent: float


def savings_of(each: BodyYear) -> Savings:
    """Who delivers well tends to deliver well every year; luck does the rest."""
    random = np.random.default_rng([int(each.body.size), int(each.year[:4])])
    planned = round(each.operating_cost * float(random.uniform(0.02, 0.045)))
    achieved = round(planned * float(np.clip(each.body.delivery + random.normal(0, 0.1), 0.1, 1.6)))
    return Savings(planned, achieved, round(achieved * float(random.beta(6, 3))))
