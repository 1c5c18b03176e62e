"""Merkle trees and their proofs as RFC 6962 (and RFC 9162) define them, over SHA-256 or SM3.

A tree is named by its size and root. An inclusion proof shows that an entry is in the tree of a root; a consistency
proof shows that a later tree only added to an earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from checker.report.digests import sm3

Hash = Callable[[bytes], bytes]
# A leaf and a node of the same bytes have different hashes, so that neither can be passed off as the other.
_LEAF, _NODE = b"\x00", b"\x01"


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


HASHES: dict[str, Hash] = {"sha256": sha256, "sm3": sm3}


class Tree:
    """Entries in order, and the hashes of every whole subtree, so that any proof costs a few look-ups."""

    def __init__(self, entries: Iterable[bytes] = (), digest: Hash = sha256) -> None:
        self._digest = digest
        self._levels: list[list[bytes]] = [[]]
        for entry in entries:
            self.append(entry)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, entry: bytes) -> int:
        """Add an entry; returns its index."""
        self._levels[0].append(leaf(entry, self._digest))
        level = 0
        while len(self._levels[level]) % 2 == 0:
            left, right = self._levels[level][-2:]
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(self._digest(_NODE + left + right))
        return len(self) - 1

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries.

        Raises:
            ValueError: there are not that many.
        """
        size = len(self) if size is None else size
        self._guard(size)
        return self._over(0, size)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that entry `index` is in the tree over the first `size` entries.

        Raises:
            ValueError: there is no such entry in it.
        """
        size = len(self) if size is None else size
        self._guard(size)
        if not 0 <= index < size:
            raise ValueError(f"no entry {index} among {size}")
        proof: list[bytes] = []
        first, last = 0, size
        while last - first > 1:
            middle = first + _split(last - first)
            if index < middle:
                proof.append(self._over(middle, last))
                last = middle
            else:
                proof.append(self._over(first, middle))
                first = middle
        return proof[::-1]

    def consistency(self, earlier: int, later: int | None = None) -> list[bytes]:
        """The proof that the tree over `later` entries begins with the tree over `earlier` ones.

        Raises:
            ValueError: there are not that many, or the earlier one is larger.
        """
        later = len(self) if later is None else later
        self._guard(later)
        if not 0 <= earlier <= later:
            raise ValueError(f"{earlier} entries are not a part of {later}")
        if earlier in (0, later):
            return []
        proof: list[bytes] = []
        first, last, rest, whole = 0, later, earlier, True
        while rest != last - first:
            half = _split(last - first)
            if rest <= half:
                proof.append(self._over(first + half, last))
                last = first + half
            else:
                proof.append(self._over(first, first + half))
                first, rest, whole = first + half, rest - half, False
        return ([] if whole else [self._over(first, last)]) + proof[::-1]

    def _over(self, first: int, last: int) -> bytes:
        size = last - first
        if size == 0:
            return self._digest(b"")
        if size & (size - 1) == 0 and first % size == 0:
            return self._levels[size.bit_length() - 1][first // size]
        middle = first + _split(size)
        return self._digest(_NODE + self._over(first, middle) + self._over(middle, last))

    def _guard(self, size: int) -> None:
        if not 0 <= size <= len(self):
            raise ValueError(f"{size} of {len(self)} entries")


def leaf(entry: bytes, digest: Hash = sha256) -> bytes:
    return digest(_LEAF + entry)


def included(entry: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes, digest: Hash = sha256) -> bool:
    """Whether a proof shows that `entry` stands at `index` in the tree of this size and root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, made = index, size - 1, leaf(entry, digest)
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            made = digest(_NODE + step + made)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            made = digest(_NODE + made + step)
        place, last = place >> 1, last >> 1
    return last == 0 and made == root


def consistent(
    earlier: int, later: int, earlier_root: bytes, later_root: bytes, proof: Sequence[bytes], digest: Hash = sha256
) -> bool:
    """Whether a proof shows that the later tree begins with the earlier one (RFC 9162, 2.1.4.2)."""
    if earlier == 0:
        return not proof and earlier_root == digest(b"")
    if earlier == later:
        return not proof and earlier_root == later_root
    if not 0 < earlier < later or not proof:
        return False
    steps = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    place, last = earlier - 1, later - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = digest(_NODE + step + old), digest(_NODE + step + new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = digest(_NODE + new + step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == earlier_root and new == later_root


def _split(size: int) -> int:
    """The largest power of two below a size of at least 2: where RFC 6962 parts a tree."""
    return 1 << ((size - 1).bit_length() - 1)
