"""Spiders of the archiver: one for every site; sites are data, in `spiders/sites/` or a folder of one's own."""
