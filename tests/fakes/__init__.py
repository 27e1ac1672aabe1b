"""Edges in a dict: fakes that keep the ports' promises."""
