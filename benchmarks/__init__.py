"""Speed and real input, measured against peers within one run; nothing here is imported by the archiver."""
