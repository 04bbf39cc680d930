"""Files that leave the academy: tables for spreadsheets and paper, documents for other programs."""
