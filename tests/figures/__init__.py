"""The grammar of figures, and wordings labelled by hand that it is scored on."""
