"""The compiled executions: one half-year of law as a straight line of operations, with its adjoint.

A law is run once by the reference interpreter in an arithmetic of symbols. What is known before the run is folded away;
what is left is a list of additions, products, smaller-ofs and choices without loops, names or members, which is written
out as source for a compiler.
"""
