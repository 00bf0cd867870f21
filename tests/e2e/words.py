"""What the people of the walks know by heart."""

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "five owls over seven roofs"
