"""``python -m benchmarks``: every measurement, as Markdown."""

from benchmarks import speed

speed.main()
