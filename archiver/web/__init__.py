"""The reader: an archive in a browser, served by this machine, without JavaScript where one only reads.

Nothing here decides what an article is, and nothing is stored but what a person says on a page.
"""
