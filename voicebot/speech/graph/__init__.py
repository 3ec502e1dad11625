"""The graph of a Vosk model: its files, and words that are added to it."""
