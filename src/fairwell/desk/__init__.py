"""The desk: where agents take over from the assistant, behind a login on the gateway's server."""
