"""A small OpenID provider for trying the sign-in with invented people; never for real use."""
