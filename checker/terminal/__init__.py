"""What `main.py` can be told to do, one module a command. The catalogue is handed in: no command knows a check."""
