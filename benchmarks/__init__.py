"""`make bench`: Rasa as `rasa init` configures it, our engine, and our gateway, measured alike."""
