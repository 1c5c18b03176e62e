"""How facts are read off an Android phone: from the output of reviewed commands alone."""
