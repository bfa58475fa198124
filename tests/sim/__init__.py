"""The simulator: production tills and server in one process, under one seeded scheduler."""

from tests.sim.runner import FoundViolation, SimulationResult, simulate
from tests.sim.sabotage import GUARDS

__all__ = ["GUARDS", "FoundViolation", "SimulationResult", "simulate"]
