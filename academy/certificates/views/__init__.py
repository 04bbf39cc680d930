"""The doors of certificates: the holder's, the public's and the agency's."""

from academy.certificates.views import agency, holder, public
from academy.certificates.views.blueprint import blueprint

__all__ = ["agency", "blueprint", "holder", "public"]
