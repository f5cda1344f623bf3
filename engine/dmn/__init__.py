"""Decision requirements graphs of DMN 1.1 to 1.5: load a file, ask a decision, read why it answered so."""

from engine.dmn.errors import (
    DmnError,
    DmnExpressionError,
    DmnLimitError,
    DmnLookupError,
    DmnModelError,
    DmnXmlError,
)
from engine.dmn.explanation import DecisionResult, matched_rules
from engine.dmn.model import DecisionInfo, Model, RequiredInput, ServiceInfo

__all__ = [
    "DecisionInfo",
    "DecisionResult",
    "DmnError",
    "DmnExpressionError",
    "DmnLimitError",
    "DmnLookupError",
    "DmnModelError",
    "DmnXmlError",
    "Model",
    "RequiredInput",
    "ServiceInfo",
    "matched_rules",
]
