"""Spreadsheets of claims in whatever columns people chose: workbooks and delimited text, in and out."""
