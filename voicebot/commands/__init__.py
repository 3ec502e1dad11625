"""Commands with sub-commands, a file for each."""
