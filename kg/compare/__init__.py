"""All that is known about comparing two figures."""
