"""The model as RDF, and RDF as the model."""
