"""The SIP side of a call: frames and keys in, frames out. Knows no Chinese and no bank."""
