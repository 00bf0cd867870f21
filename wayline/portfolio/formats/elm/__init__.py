"""European Learning Model 3: credentials of the European Digital Credentials for Learning, as JSON-LD.

Read into the credential, word for word so that its seal still holds, and what it says: qualifications and skills.
Written without a seal, in the form that the issuer's upload page of the European Commission takes.
"""

from wayline.portfolio.formats.elm.reader import read
from wayline.portfolio.formats.elm.writer import losses, write

__all__ = ["losses", "read", "write"]
