"""What a recording never keeps: the names and contents of people's own files, and the log of what they run.

Checks count them; nobody who plays a recording back needs to know what they are called. Another name of the same shape
would not do: what a document is called is the secret.
"""

from __future__ import annotations

import re
from typing import Any

_PLACES = re.compile(
    r"""(?ix)
    [/\\]\.local/share/Trash | [/\\]\.Trash(?:-\d+)?(?=[/\\]|$) | \$Recycle\.Bin[/\\]
    | recently-used\.xbel$
    | registrymodifications\.xcu$ | recents\.xml$ | Kingsoft[/\\](?:Office\.conf$|office6)
    | RecentDocuments$ | /\.cache/thumbnails | [/\\]Windows[/\\]Recent$
    | [/\\](?:Desktop|Documents|Downloads|桌面|文档|下载)(?=[/\\]|$)
    | office6[/\\](?:data[/\\])?backup | [/\\]user[/\\]backup$ | WPS\ Office
    | Microsoft[/\\](?:Word|Excel|PowerPoint) | UnsavedFiles$ | [/\\]Temp(?=[/\\]|$) | ^/tmp$
    | ^/var/lib/bluetooth/  # the keys of paired devices
    | spool[/\\]PRINTERS | ^/var/log/(?:syslog|messages|user\.log)  # what people's programs say, commands included
    """
)
_NAMED = re.compile(r"(?i)\.(?:doc|xls|ppt|wps|et|dps|od[tsp]|ofd|pdf|rtf|txt|csv|jpe?g|png|tiff?|zip|rar|7z)\w?$")
_LISTS = re.compile(r"(?i)\\Explorer\\RecentDocs(?:\\|$)|\\File MRU$|\\RecentFiles(?:\\|$)")


def private(verb: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an answer, or the question itself, would name somebody's documents."""
    if verb in ("medium", "open_medium"):
        return True
    if verb in ("phone_parts", "phone_files", "phone_stats", "phone_range", "phone_size"):
        return True  # an app's package file too: it says who made it
    if not arguments or not isinstance(arguments[0], str):
        return False
    place = arguments[0]
    match verb:
        case "document" | "documents":
            return True
        case "read" | "tail" | "head" | "list":
            return _PLACES.search(place) is not None
        case "exists" | "stat" | "target_of":
            return _PLACES.search(place) is not None or _NAMED.search(place) is not None
        case "phone":
            # what people call their photos, papers and recordings
            return place.partition(".")[0] in ("photos", "papers", "recordings")
        case "registry":
            return _LISTS.search(place) is not None
    return False
