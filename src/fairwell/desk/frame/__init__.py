"""Frame of every desk page: session, origin check, navigation, streams."""
