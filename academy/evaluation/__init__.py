"""Whether training changed anything, at four levels (Kirkpatrick): what learners thought of it, what they learned, what
their supervisors see them do after three and six months, and which cases their agencies opened since. Only groups are
shown, and how many of those asked have answered.
"""
