"""The action server: what a turn of the dialogue does, and what it says."""
