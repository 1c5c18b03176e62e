"""What can be known of a phone."""
