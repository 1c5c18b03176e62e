"""The only place with threads: the screen itself never waits."""
