"""What the program can do, a module a use-case. Terminal and window ask here; nothing here parses, prints or draws."""
