"""The index: a SQLite cache of what follows from deck files and logs, outside the collection. Droppable."""

from flashkms.store.index.index import Index

__all__ = ["Index"]
