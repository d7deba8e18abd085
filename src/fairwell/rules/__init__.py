"""Rules of cases, handoff, access, identity and privacy: pure, standard library only."""
