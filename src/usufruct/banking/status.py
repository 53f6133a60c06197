"""What a bank says of instructions it got: pain.002, customer payment status report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from usufruct.banking.binding import Kind, bind
from usufruct.banking.fields import code_of, joined, named
from usufruct.errors import refuse

REPORT: Final = Kind("pain.002", tuple(f"{number:02}" for number in range(3, 15)))


@dataclass(frozen=True, slots=True)
class PaymentStatusReport:
    """One status: of a whole message, of a group of payments, or of one payment.

    A status is news, not evidence: that money moved is shown by a statement only.

    Attributes:
        message_id: identifier of the report.
        original_message_id: identifier of the message that it is about.
        payment_group: identifier of the group (``PmtInfId``); empty for the whole message.
        end_to_end: identifier of the payment; empty for a group or the whole message.
        status: ISO code such as ``ACSC`` (settled), ``ACCP`` (accepted), ``PDNG`` or ``RJCT``.
        reason: code of the reason such as ``AC04``, or the bank's own; several are joined by a comma.
        text: what the bank adds.
    """

    message_id: str
    original_message_id: str
    payment_group: str
    end_to_end: str
    status: str
    reason: str
    text: str

    @property
    def rejected(self) -> bool:
        """Whether the bank refuses: nothing will be paid."""
        return self.status == "RJCT"


def read_pain_002(data: bytes) -> tuple[PaymentStatusReport, ...]:
    """Read the statuses of a pain.002 message, from the whole message down to single payments.

    Args:
        data: the file as received.

    Returns:
        One report for each status given; levels without one are left out.

    Raises:
        UsufructError: ``I121`` to ``I129`` for a file that cannot be read, ``I151`` when it states no status.
    """
    message = bind(data, REPORT).cstmr_pmt_sts_rpt
    reports = tuple(_reports(message))
    if not reports:
        raise refuse("I151", "the report states no status", "file", "", "ask the bank what became of the payments")
    return reports


def _reports(message: Any) -> Iterator[PaymentStatusReport]:
    whole = message.orgnl_grp_inf_and_sts
    about = message.grp_hdr.msg_id.strip(), whole.orgnl_msg_id.strip()
    if whole.grp_sts is not None:
        yield PaymentStatusReport(*about, "", "", code_of(whole.grp_sts), *_reasons(whole))
    for group in message.orgnl_pmt_inf_and_sts:
        name = named(group.orgnl_pmt_inf_id)
        if group.pmt_inf_sts is not None:
            yield PaymentStatusReport(*about, name, "", code_of(group.pmt_inf_sts), *_reasons(group))
        for payment in group.tx_inf_and_sts:
            if payment.tx_sts is not None:
                end_to_end = named(payment.orgnl_end_to_end_id)
                yield PaymentStatusReport(*about, name, end_to_end, code_of(payment.tx_sts), *_reasons(payment))


def _reasons(holder: Any) -> tuple[str, str]:
    given = holder.sts_rsn_inf
    codes = [code_of(each.rsn) for each in given if each.rsn is not None]
    return ", ".join(codes), joined(text for each in given for text in each.addtl_inf)
