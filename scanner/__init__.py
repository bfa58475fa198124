"""Cameras and the way from pixels to a member number that may be trusted."""
