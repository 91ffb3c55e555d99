"""Work in other processes: limits, parallel work and the fork server."""
