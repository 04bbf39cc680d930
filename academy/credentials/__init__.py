"""Open Badges credentials, status lists and the signature in the QR code: data in, signed words out."""
