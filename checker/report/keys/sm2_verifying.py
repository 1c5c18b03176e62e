"""Whether an SM2 signature holds (GB/T 32918.2), in plain Python, for computers that have no wheel of gmssl-pyx.

Only verifying: what goes in is public, so that nothing is to be learned from how long it takes. Signing is left to the
C library.
"""

from __future__ import annotations

from checker.report.digests import sm3

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
_ID = b"1234567812345678"
Point = tuple[int, int]
_Jacobian = tuple[int, int, int]
_NOWHERE: _Jacobian = (1, 1, 0)


def holds(public: bytes, message: bytes, r: int, s: int) -> bool:
    """Under the key of 64 bytes x‖y, with the usual signer id; False for a point that is not on the curve."""
    point = int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big")
    if len(public) != 64 or not _on_curve(point) or not (0 < r < N and 0 < s < N):
        return False
    t = (r + s) % N
    if t == 0:
        return False
    digest = int.from_bytes(sm3(_identity(public) + message), "big")
    found = _plain(_sum(s, G, t, point))
    return found is not None and (digest + found[0]) % N == r


def public_of(private: bytes) -> bytes:
    """The public key, x‖y, of a private one: worked out once, as a key is made."""
    found = _plain(_sum(int.from_bytes(private, "big"), G, 0, G))
    assert found is not None
    return b"".join(one.to_bytes(32, "big") for one in found)


def _identity(public: bytes) -> bytes:
    """ZA: the signer's id, the curve and the key, digested."""
    curve = b"".join(number.to_bytes(32, "big") for number in (A, B, *G))
    return sm3((len(_ID) * 8).to_bytes(2, "big") + _ID + curve + public)


def _on_curve(point: Point) -> bool:
    x, y = point
    return x < P and y < P and (y * y - (x * x * x + A * x + B)) % P == 0


def _sum(first: int, one: Point, second: int, other: Point) -> _Jacobian:
    """first·one + second·other, a bit of both at a time."""
    a, b = (*one, 1), (*other, 1)
    both = _added(a, b)
    found = _NOWHERE
    for place in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        found = _doubled(found)
        bits = first >> place & 1, second >> place & 1
        if bits != (0, 0):
            found = _added(found, both if bits == (1, 1) else a if bits[0] else b)
    return found


def _doubled(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if not z or not y:
        return _NOWHERE
    square = y * y % P
    s = 4 * x * square % P
    m = 3 * (x - z * z) * (x + z * z) % P  # a is -3
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * square * square) % P, 2 * y * z % P


def _added(one: _Jacobian, other: _Jacobian) -> _Jacobian:
    if not one[2]:
        return other
    if not other[2]:
        return one
    (x1, y1, z1), (x2, y2, z2) = one, other
    zz1, zz2 = z1 * z1 % P, z2 * z2 % P
    u1, u2 = x1 * zz2 % P, x2 * zz1 % P
    s1, s2 = y1 * z2 * zz2 % P, y2 * z1 * zz1 % P
    if u1 == u2:
        return _doubled(one) if s1 == s2 else _NOWHERE
    h, r = u2 - u1, s2 - s1
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * z1 * z2 % P


def _plain(point: _Jacobian) -> Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, P)
    return x * inverse * inverse % P, y * inverse * inverse * inverse % P
