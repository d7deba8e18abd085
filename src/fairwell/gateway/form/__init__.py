"""Plain form: cancelling without JavaScript."""
