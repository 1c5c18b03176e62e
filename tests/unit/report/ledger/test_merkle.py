"""Trees and proofs against the known answers of Certificate Transparency, a second implementation, and forgers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.report.ledger.merkle import HASHES, Tree, consistent, included

# The eight entries and roots with which Certificate Transparency's own code is tested.
CT_ENTRIES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def plainly(entries: list[bytes], digest) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if not entries:
        return digest(b"")
    if len(entries) == 1:
        return digest(b"\0" + entries[0])
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return digest(b"\1" + plainly(entries[:split], digest) + plainly(entries[split:], digest))


def test_the_roots_are_those_of_certificate_transparency():
    tree = Tree(CT_ENTRIES)
    for size, root in CT_ROOTS.items():
        assert tree.root(size).hex() == root


@pytest.mark.parametrize("name", HASHES)
def test_every_proof_of_every_size_up_to_thirty_three_holds_and_its_neighbours_do_not(name: str):
    digest = HASHES[name]
    entries = [b"entry %d" % number for number in range(33)]
    tree = Tree(entries, digest)
    roots = [tree.root(size) for size in range(34)]
    for size in range(34):
        assert roots[size] == plainly(entries[:size], digest)
        for index in range(size):
            proof = tree.inclusion(index, size)
            assert included(entries[index], index, size, proof, roots[size], digest)
            assert not included(b"other", index, size, proof, roots[size], digest)
            assert size == 1 or not included(entries[index], (index + 1) % size, size, proof, roots[size], digest)
            assert not included(entries[index], index, size, [*proof, roots[0]], roots[size], digest)
        for earlier in range(size + 1):
            proof = tree.consistency(earlier, size)
            assert consistent(earlier, size, roots[earlier], roots[size], proof, digest)
            if 0 < earlier < size:
                assert not consistent(earlier, size, roots[earlier - 1], roots[size], proof, digest)
                assert not consistent(earlier, size, roots[earlier], roots[size - 1], proof, digest)


sizes = st.integers(1, 200)


@given(st.data())
def test_a_tree_in_which_anything_before_the_kept_size_changed_is_inconsistent(data: st.DataObject):
    entries = data.draw(st.lists(st.binary(min_size=1, max_size=4), min_size=2, max_size=60))
    kept = data.draw(st.integers(1, len(entries)))
    old = Tree(entries).root(kept)
    place = data.draw(st.integers(0, kept - 1))
    change = data.draw(st.sampled_from(["drop", "alter", "swap", "insert", "truncate"]))
    changed = list(entries)
    if change == "drop":
        del changed[place]
    elif change == "alter":
        changed[place] += b"!"
    elif change == "swap":
        other = data.draw(st.integers(0, kept - 1))
        changed[place], changed[other] = changed[other], changed[place]
    elif change == "insert":
        changed.insert(place, b"inserted")
    else:
        changed = changed[: kept - 1]
    if changed[:kept] == entries[:kept]:
        return
    tree = Tree(changed)
    if len(tree) < kept:
        with pytest.raises(ValueError, match="not a part"):
            tree.consistency(kept)
        return
    assert not consistent(kept, len(tree), old, tree.root(), tree.consistency(kept))


@given(st.data())
def test_no_altered_proof_is_accepted(data: st.DataObject):
    size = data.draw(st.integers(2, 100))
    entries = [b"%d" % number for number in range(size)]
    tree = Tree(entries)
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion(index)
    step = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    altered = list(proof)
    altered[step] = (int.from_bytes(proof[step], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not included(entries[index], index, size, altered, tree.root())
    shorter = proof[:step] + proof[step + 1 :]
    assert not included(entries[index], index, size, shorter, tree.root())


@given(sizes, st.integers(-5, 205), st.integers(-5, 205))
def test_impossible_proofs_are_refused_in_words(size: int, index: int, part: int):
    tree = Tree(b"%d" % number for number in range(size))
    if not 0 <= index < size:
        with pytest.raises(ValueError, match="no entry"):
            tree.inclusion(index)
        assert not included(b"0", index, size, [], tree.root())
    if not 0 <= part <= size:
        with pytest.raises(ValueError, match="not a part"):
            tree.consistency(part)
    with pytest.raises(ValueError, match="entries"):
        tree.root(size + 1)
