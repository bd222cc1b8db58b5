"""The shapes that others dictate: mail, printers, contact cards, spreadsheets, pictures."""
