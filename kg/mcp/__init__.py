"""The graph as tools for an assistant, over the Model Context Protocol: reads only, and answers of bounded size."""
