"""What every page of the console is built of: each control named, each text only text."""
