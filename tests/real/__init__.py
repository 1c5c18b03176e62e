"""Real Debian systems with real packages, each brought into a good and a bad state: ``./mijian test-real``.

What is right is asked of the software itself (a login, a packet, ``passwd`` on a terminal), never of a file that we
read as well. `debian` makes the systems and keeps them; `asked` runs inside and says where one check stands.
"""
