"""As much of PromQL as tells what an alert watches, and where it draws the line.

The parsers on PyPI do not say where in the text a metric or a threshold stands, which is
what a finding points at; so the grammar is read here.
"""
