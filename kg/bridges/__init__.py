"""Other libraries: each is imported by its own module here, when it is asked for."""
