"""Tables that leave the academy as files, and tables that come in as files of strangers."""

from academy.sheets.writing import (
    BYTE_ORDER_MARK,
    FORMULA_SIGNS,
    Value,
    disposition,
    harmless,
    sheets,
    table,
    workbook,
)

__all__ = [
    "BYTE_ORDER_MARK",
    "FORMULA_SIGNS",
    "Value",
    "disposition",
    "harmless",
    "sheets",
    "table",
    "workbook",
]
