"""Pure rules of leaving: no I/O, standard library only. Times and dates are passed in."""
