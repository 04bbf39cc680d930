"""What a coordinator sees of her branch: who has done what, one officer's record, the table to take away; and the
audit trail for administrators. Nothing here decides anything: it reads what the learning record and the
certificates hold, always within the branch, and notes who looked.
"""
