"""The compiled executions: the graph written out as straight-line numpy, exact or real. Only these need numpy."""
