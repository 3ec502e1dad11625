"""The loop of a call: what was heard or keyed goes to the dialogue, its turn goes to the voice."""
