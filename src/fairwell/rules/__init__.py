"""Rules of cases, handoff, access, identity and privacy: pure, no I/O."""
