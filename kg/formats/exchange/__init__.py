"""Formats that other programs exchange, one module each; `kg.formats.registry` lists them."""
