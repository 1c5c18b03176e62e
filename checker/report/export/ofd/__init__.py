"""A printed form as OFD (GB/T 33190-2016): the same pages, the same print, the same fonts."""

from checker.report.export.ofd.package import About, to_ofd

__all__ = ["About", "to_ofd"]
