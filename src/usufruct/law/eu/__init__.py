"""The law of the Union, one module per act, in the order in which the acts were published."""
