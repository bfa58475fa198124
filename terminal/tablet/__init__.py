"""The customer's screen in a browser: a listener in the shop's network, for connected tablets."""
