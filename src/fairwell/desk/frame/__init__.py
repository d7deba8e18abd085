"""What every desk page has: session, origin check, navigation, streams."""
