"""One module a migration, named `r0001_…` in their order; each one's `revision` is its number."""
