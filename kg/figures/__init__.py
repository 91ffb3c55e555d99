"""How people write figures: numbers, units, periods and what scopes them, read from sentences, headlines and lines."""
