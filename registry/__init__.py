"""The registry: what is true, how it came to be true, and who may make it so. Knows nothing of Flask."""
