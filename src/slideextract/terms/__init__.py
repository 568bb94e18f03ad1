"""What trial texts name: drugs, endpoints, diseases, and capitals that name no trial."""

from slideextract.terms.acronyms import is_known_acronym
from slideextract.terms.conditions import ConditionHit, find_conditions
from slideextract.terms.drugs import DrugHit, find_abbreviations, find_drugs
from slideextract.terms.endpoints import Endpoint, EndpointHit, endpoint, endpoint_id, endpoints, find_endpoints
from slideextract.terms.folding import fold

__all__ = [
    "ConditionHit",
    "DrugHit",
    "Endpoint",
    "EndpointHit",
    "endpoint",
    "endpoint_id",
    "endpoints",
    "find_abbreviations",
    "find_conditions",
    "find_drugs",
    "find_endpoints",
    "fold",
    "is_known_acronym",
]
