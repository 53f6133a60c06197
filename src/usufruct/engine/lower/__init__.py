"""The compiled executions: the graph as straight-line numpy, exact or real. Only these modules need numpy."""
