"""Random numbers that can be made again: any draw from its seed, path, step and factor alone.

:class:`PathDraws` is the reference, on the standard library. ``blocks`` makes the same bits for many paths
with numpy, and ``lanes`` is the text from which the compiled kernel makes them. For means, ``hybrid`` puts a
scrambled Sobol net on the leading dimensions of a Brownian bridge.
"""

from usufruct.markets.draws.path_draws import PathDraws, uniform

__all__ = ["PathDraws", "uniform"]
