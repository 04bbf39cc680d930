"""Files that items come in and go out by: Moodle XML, GIFT, Aiken, tables, QTI."""
