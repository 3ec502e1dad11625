"""Hearing and speaking: frames to text, text to frames. Knows no bank and no SIP."""
