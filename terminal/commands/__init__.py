"""What each verb of the command line does; main.py only joins them."""
