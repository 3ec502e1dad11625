"""A telephone-banking bot for people who cannot see, and for everybody else."""
