"""Who holds what: the reports of the custodians themselves, read from TOML or CSV.

A filing holds what was reported, checked as a whole; the law is run over it elsewhere.
"""

from usufruct.assets.filing import (
    SCHEMA_VERSION,
    Basis,
    CurrencyLine,
    Custodian,
    ExchangeRate,
    Filing,
    PeriodReport,
    canonical_text,
)
from usufruct.assets.filing_reader import read_filing
from usufruct.assets.filing_template import filing_template
from usufruct.assets.filing_write import Form, filing_text

__all__ = [
    "SCHEMA_VERSION",
    "Basis",
    "CurrencyLine",
    "Custodian",
    "ExchangeRate",
    "Filing",
    "Form",
    "PeriodReport",
    "canonical_text",
    "filing_template",
    "filing_text",
    "read_filing",
]
