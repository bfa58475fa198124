"""The head office: pages in a browser for whoever runs the programme."""
