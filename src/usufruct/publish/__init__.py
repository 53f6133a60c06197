"""Results as documents: one JSON document for each command, with a schema checked in beside it."""
