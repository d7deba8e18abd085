"""fairwell: lets customers of a subscription leave fairly, in German and English."""
