"""Writes the published JSON Schemas anew: ``python packaging/schemas.py``. A test says when that is due."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checker.app import catalogue, phones  # noqa: E402  the clone is not installed
from checker.content import result as documents  # noqa: E402
from checker.report import payload, result  # noqa: E402
from checker.report.disposal import payload as disposal  # noqa: E402
from checker.report.ledger import campaign, ledger  # noqa: E402
from checker.report.verify import verification  # noqa: E402
from checker.residue import result as residue  # noqa: E402


def main() -> None:
    for name, schema in (
        ("inspection-4", result.schema()),
        ("campaign-1", campaign.schema()),
        ("checks-1", catalogue.schema()),
        ("disposal-1", disposal.schema()),
        ("documents-2", documents.schema()),
        ("ledger-1", ledger.schema()),
        ("phones-1", phones.schema()),
        ("report-3", payload.schema()),
        ("residue-1", residue.schema()),
        ("verification-1", verification.schema()),
    ):
        path = ROOT / "docs" / "schema" / f"{name}.json"
        path.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
