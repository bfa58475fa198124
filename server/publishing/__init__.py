"""Changing the programme safely: drafts, forecasts, what is worse for whom, publishing, recall."""
