"""The Rasa side of fairwell: graph components, input channel, launcher and trainer."""
