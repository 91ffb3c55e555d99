"""The desk: from an article to records in the browser of this machine, in the plain record files that everyone else uses."""
