"""Everything that touches the disk: the collection, its files and log, the index, locks and backups."""
