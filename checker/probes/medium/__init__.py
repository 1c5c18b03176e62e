"""How facts about a medium are read: past its file systems' own tables, never mounted."""
