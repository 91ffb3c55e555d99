"""What is kept on disk beside a graph: cached stores, their generations and how they are brought up to date."""
