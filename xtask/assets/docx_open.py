"""Opens DOCX files with python-docx, for xtask/src/validate/docx.rs.

Arguments: the files. It prints one line of JSON for each: {"file", "error"}, where null means that it opened.
"""

import json
import sys

import docx


def error_of(file):
    try:
        document = docx.Document(file)
        # Reading the text and the tables walks the whole body.
        for paragraph in document.paragraphs:
            paragraph.text, paragraph.style.name
        for table in document.tables:
            [cell.text for row in table.rows for cell in row.cells]
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


for file in sys.argv[1:]:
    print(json.dumps({"file": file, "error": error_of(file)}), flush=True)
