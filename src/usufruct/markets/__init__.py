"""What markets said and may do: policy rates, forward curves, models of rates and exchange, random numbers."""
