"""The whole academy in one file, and back: rows, stored files and waiting letters as they were at one moment, in a form
that both databases read. A restored academy is checked row by row before anybody enters it, and whoever was erased since
the backup is erased again.
"""
