"""Formats that are known and not read, with what to do about each."""

from __future__ import annotations

from toolkit.corpus.archives import ARCHIVES

REFUSED: dict[str, tuple[str, str]] = {
    ".doc": ("is a Word document of the old kind", "open it in Word or LibreOffice and save it as .docx"),
    ".wps": ("is a document of WPS or Works", "open it in WPS and save it as .docx"),
    ".pages": ("is a Pages document", "export it from Pages as .docx"),
    ".xls": ("is a spreadsheet of the old kind", "open it and save it as .xlsx"),
    ".ods": ("is an OpenDocument spreadsheet", "open it and save it as .xlsx or .csv"),
    ".epub": ("is an electronic book", "convert it to .html or .txt, for instance with Calibre"),
    ".caj": ("is in the format of CNKI's reader", "download it from CNKI as PDF, or print it to one"),
    ".mht": ("is a saved web archive", "open it in a browser and save it as .html"),
    ".mhtml": ("is a saved web archive", "open it in a browser and save it as .html"),
    ".ppt": ("is a presentation", "export its text as .docx or .pdf"),
    ".pptx": ("is a presentation", "export its text as .docx or .pdf"),
    ".json": ("is JSON that may have any shape", "write one object a line and call it .jsonl"),
} | dict.fromkeys(ARCHIVES, ("is an archive inside the corpus", "unpack it in its place"))
