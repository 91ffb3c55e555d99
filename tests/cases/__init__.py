"""Small inputs, one folder each, with what a careful human concludes from them."""
