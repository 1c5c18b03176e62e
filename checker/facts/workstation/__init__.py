"""What can be known of an office computer, on Windows and on Linux alike."""
