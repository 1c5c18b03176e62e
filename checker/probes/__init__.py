"""How facts are read: text or bytes in, fact out. A probe asks its Machine and nothing else."""
