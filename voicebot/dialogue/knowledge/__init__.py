"""What the bank answers from its own knowledge base, which staff keep in `nlu_data/knowledge/`."""
