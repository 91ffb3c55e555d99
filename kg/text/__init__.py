"""Documents as people publish them: their text in blocks, and its sentences, figures, references and quotations."""
