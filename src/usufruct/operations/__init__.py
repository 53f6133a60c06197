"""The operations of a mechanism: from a custodian's report to a lender's receipt, each step a record.

Everything here prepares orders for the ledger or reads what it holds; the ledger alone decides. What moves money
is proposed by one person and approved by another.
"""
