"""What may come: projections of the proceeds under uncertainty, and the compiled kernel that carries them."""
