"""What every import shares: parts read from a file become record files to review, with a report of what was left out."""
