"""Pictures and other files of courses, made safe before they are kept: sniffed, capped, stripped. A file is
known by the SHA-256 of its bytes.
"""
