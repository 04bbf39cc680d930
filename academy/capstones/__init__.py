"""The capstone: a bag of rubbish is searched, its contents listed first, then read with care: fact, inference, certainty.

Two people mark it with a rubric, neither knowing the other's marks nor whose work it is.
"""
