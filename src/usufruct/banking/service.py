"""Which service a payment is sent by: SEPA, or urgent through a gross settlement system."""

from __future__ import annotations

from typing import Final

from usufruct.banking.account import compact, is_iban

LARGEST_SEPA: Final = 999_999_999_99
"""Largest SEPA credit transfer, in cents: EUR 999 999 999.99.

European Payments Council, SEPA Credit Transfer Scheme Customer-to-PSP Implementation Guidelines (EPC132-08),
usage rule of Instructed Amount. Banks set lower limits of their own. Payments through large-value systems lie
outside Regulation (EU) No 260/2012 altogether (Article 1(2)(b)).
"""

# Countries of an IBAN that reach SEPA without doubt. Those that joined the scheme since 2024 are left out: an
# urgent payment reaches them too, and a SEPA payment to a bank that is not ready comes back.
_COUNTRIES: Final = (
    "AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA"
)
SEPA_COUNTRIES: Final = frozenset(_COUNTRIES.split())

SEPA: Final = "SEPA"
URGENT: Final = "URGP"
"""External service level code of ISO 20022: an urgent payment, settled gross and in real time (T2 for euro)."""


def service_level(amount: int, currency: str, debtor_account: str, creditor_account: str) -> str:
    """Return the service level code of a payment.

    SEPA takes euro, between two IBANs of its countries, up to :data:`LARGEST_SEPA`. Anything else goes as an
    urgent payment.

    Args:
        amount: minor units of the currency.
        currency: ISO 4217 code.
        debtor_account: account that pays.
        creditor_account: account that is paid.

    Example:
        >>> belgium, france = "BE68539007547034", "FR1420041010050500013M02606"
        >>> service_level(999_999_999_99, "EUR", belgium, france)
        'SEPA'
        >>> service_level(1_000_000_000_00, "EUR", belgium, france), service_level(1, "JPY", belgium, france)
        ('URGP', 'URGP')
    """
    reached = all(
        is_iban(account) and compact(account)[:2] in SEPA_COUNTRIES for account in (debtor_account, creditor_account)
    )
    return SEPA if currency == "EUR" and amount <= LARGEST_SEPA and reached else URGENT
