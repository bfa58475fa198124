"""The pages on which the programme is changed: what is in force, drafts, publishing, versions."""
