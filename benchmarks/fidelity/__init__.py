"""Odd but legal HTTP, archived by us and by others in one run, and compared byte by byte with what went over the wire."""
