"""Member States answer the guiding questions of a regional review, and the secretariat reads them."""
