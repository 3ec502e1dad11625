"""What stays after a call: recording, events, report."""
