"""From one claim to the evidence it rests on, and what follows from that."""
