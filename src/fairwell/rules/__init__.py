"""Rules of cancelling, handing over and access: pure, no I/O."""
