"""Ready-made schedules: a systemd timer, a crontab line, a GitHub workflow; pure text."""

from __future__ import annotations

from citecheck.schedule.rendering import Every, Plan, Target, render, render_files

__all__ = ["Every", "Plan", "Target", "render", "render_files"]
