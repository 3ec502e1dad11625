"""What went wrong in calls, what staff make of it, and whether a change helped."""
