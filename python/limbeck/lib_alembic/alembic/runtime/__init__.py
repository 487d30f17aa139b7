"""What is at work while revisions run."""
