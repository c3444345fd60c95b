"""Everything that leaves for another program or comes from one."""

from flashkms.exchange.exporting import ExportedFile, export
from flashkms.exchange.gathered import Skipped
from flashkms.exchange.importing import import_package
from flashkms.exchange.own import Edit
from flashkms.exchange.report import ImportReport

__all__ = ["Edit", "ExportedFile", "ImportReport", "Skipped", "export", "import_package"]
