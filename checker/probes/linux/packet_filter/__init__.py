"""The loaded packet filter, evaluated as the kernel evaluates it: what gets in from outside?

`packets` has packets by the set and the conditions of rules, `chains` follows the rules, `judgement` asks for every
kind of packet and concludes; `nft` and `iptables` read the two listings.
"""
