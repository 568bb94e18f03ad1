"""Clinical trial results out of slide decks, abstracts and press releases, in French and English."""
