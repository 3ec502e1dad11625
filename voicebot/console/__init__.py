"""The pages of the bank's staff, for every browser, by keyboard and screen reader."""
