"""What is shown and announced. No widget knows the log, the disk or the schedule."""
