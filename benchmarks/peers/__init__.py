"""What the archiver is measured against, each as its users run it."""
