"""Text in pictures: the recogniser that is installed, and what it costs a document at most."""
