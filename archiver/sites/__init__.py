"""Outlets as data: site files read, checked and written, and the links a crawl of an outlet starts with.

Nothing here fetches; what an unknown outlet offers is worked out in `archiver.probe` from captures.
"""

from archiver.sites.amending import append_rule, site_file
from archiver.sites.reading import load_site, load_sites, parse_site, read_sites
from archiver.sites.start import adhoc_site, seeds, site_for_url, site_name, user_link
from archiver.sites.writing import check_free, dump_site, write_site

__all__ = ["adhoc_site", "append_rule", "check_free", "dump_site", "load_site", "load_sites", "parse_site", "read_sites", "seeds",
           "site_file", "site_for_url", "site_name", "user_link", "write_site"]
