"""What several actions share: speech, labels, the page before the last click."""
