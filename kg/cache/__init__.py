"""Everything on disk beside a graph: the cache of a workspace, stores made by `kg load`, and how both are brought up to date."""
