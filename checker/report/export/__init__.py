"""Copies of a report for other programs. None of them is the record.

Each names the report by its digest, so that a copy can be traced to what was signed. They hold the words of the report
and nothing more.
"""
