"""Sources as they are found, with known truth: what planted figures say, and decoys.

Each kind of file was written before its reader was looked at.  :mod:`pages` and
:mod:`archived` are HTML, :mod:`papers` PDF, :mod:`words` and :mod:`sheets` office files.
"""
