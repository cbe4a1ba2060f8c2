"""Market files on paper's terms: workbooks, comma files and JSON, read into rows and written from them."""
