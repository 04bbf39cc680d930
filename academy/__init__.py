"""The Wildlife Crime Academy: the training platform of those who investigate crimes against wildlife.

``academy.app.create_app`` builds it.
"""
