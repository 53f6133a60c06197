"""The law of the Union, one module per act, in the order in which the acts were published."""

from typing import Final

AS_ENACTED: Final = "cited places read in a mirror of the Official Journal text as enacted, not in EUR-Lex"
"""What was read of an act whose source is marked verified."""
