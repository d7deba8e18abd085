"""Casebook of the desk: every case, however it was declared, and the steps that agents take."""
