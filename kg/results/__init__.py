"""The answers that workspaces give, as data only."""
