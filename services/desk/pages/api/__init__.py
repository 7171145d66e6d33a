"""Everything that a page does as a JSON call: same rules, same audit, same errors, described at /api/openapi.json."""
