"""All that is known about a query text and its evaluation, wherever the data are."""
