"""Policy data: facts, desk, replies and jurisdictions, loaded from YAML and checked."""
