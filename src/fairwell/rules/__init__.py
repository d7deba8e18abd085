"""Rules of cancelling, handing over and access: pure, standard library only."""
