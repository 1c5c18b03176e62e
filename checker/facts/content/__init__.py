"""What can be known of documents and pictures, wherever they lie."""
