"""Sample callers in every condition that a telephone has, through the real ear."""
