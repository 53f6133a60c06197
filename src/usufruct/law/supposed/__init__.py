"""Acts that are not in force: proposed by somebody entitled to, or supposed so that a regime can be run.

Each says so in its status, and each of its articles carries that status wherever it is cited. None of them is part of
:func:`usufruct.law.acts`. They describe what such a law would do; they take no side on whether it should be made.
"""
