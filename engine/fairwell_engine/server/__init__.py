"""HTTP side of the engine: launcher, input channel and the routes for the gateway."""
