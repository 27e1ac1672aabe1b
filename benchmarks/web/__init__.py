"""A loopback web of 200 hosts, and how fast, how polite and how right a checker is on it."""
