"""The till: its engine, its window, its command line."""
