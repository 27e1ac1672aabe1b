"""Corrected notes back into the Word manuscript, as tracked changes.

:func:`track_changes` changes the part that holds the notes and nothing else: every other
part of the file stays as it was, byte for byte; markers, numbering and styles are not
touched.  Accepting all gives the corrected notes, rejecting all what came in.
"""

from citecheck.tracked.docx import note_texts, track_changes

__all__ = ["note_texts", "track_changes"]
