"""One module a kind of file: does its structure close, and is what it holds what was written?"""
