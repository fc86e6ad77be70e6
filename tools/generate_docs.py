"""Write docs/rules/*.md and docs/catalogue.md, or with --check tell whether they are current."""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue_page import catalogue_page
from generated import check_or_write
from rule_pages import rule_pages

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> int:
    """Write, or check; 1 when a check fails."""
    check = "--check" in sys.argv[1:]
    pages = {DOCS / "rules" / name: text for name, text in rule_pages().items()}
    catalogue = {DOCS / "catalogue.md": catalogue_page()}
    codes = (
        check_or_write(pages, DOCS / "rules", "*.md", check=check, remake="make docs"),
        check_or_write(catalogue, DOCS, "catalogue.md", check=check, remake="make docs"),
    )
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
