"""Mijian: the only place where engine, checks and screen meet."""

import sys


def main() -> int:
    return 64


if __name__ == "__main__":
    sys.exit(main())
