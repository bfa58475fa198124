"""One module for each kind of screen: each draws a screen value and posts messages."""
