"""The counter's window: draws the till's screens and posts what people do; decides nothing."""
