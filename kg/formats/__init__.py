"""What people write and exchange, parsed once, at the edge; `registry` lists the formats."""
