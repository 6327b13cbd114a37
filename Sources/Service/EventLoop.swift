// The event loop.
