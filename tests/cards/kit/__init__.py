"""The pages of the launch kit: whole, readable, within their paper."""
