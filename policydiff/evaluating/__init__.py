"""Judge results by gold: how good the links, themes and targets are."""

from policydiff.evaluating.evaluate import evaluate
from policydiff.evaluating.gold import load_gold
from policydiff.evaluating.plans import NamedPlan, load_plans
from policydiff.model import Evaluation

__all__ = ["Evaluation", "NamedPlan", "evaluate", "load_gold", "load_plans"]
