"""The object identifiers of SM2 and SM3, for the libraries that lack them."""

from __future__ import annotations

_SM2_OID, _SM3_OID, _SM2_CURVE_OID = "1.2.156.10197.1.501", "1.2.156.10197.1.401", "1.2.156.10197.1.301"


def teach_sm2() -> None:
    """asn1crypto knows the object identifiers of neither SM2 nor SM3.

    pyHanko is loaded first: it teaches asn1crypto names of its own, and those come too late once a table was used.
    """
    import pyhanko.sign.signers  # noqa: F401
    from asn1crypto import algos, keys

    for kind, oid, name in (
        (algos.DigestAlgorithmId, _SM3_OID, "sm3"),
        (algos.SignedDigestAlgorithmId, _SM2_OID, "sm2_sm3"),
    ):
        if oid not in kind._map:
            kind._map[oid] = name
            if kind._reverse_map is not None:  # it was used already: what it made of the first map is not made again
                kind._reverse_map[name] = oid
    if _SM2_CURVE_OID not in keys.NamedCurve._map:
        keys.NamedCurve.register("sm2p256v1", _SM2_CURVE_OID, 32)
