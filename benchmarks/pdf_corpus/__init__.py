"""PDF files with known truth: what is planted on which page, made by several programs.

:mod:`drawn`, :mod:`laid_out` and :mod:`changed` make theirs with libraries alone,
:mod:`programs` with LibreOffice, Chromium and pandoc where they are installed.
:mod:`measure` holds a reader against them.
"""
