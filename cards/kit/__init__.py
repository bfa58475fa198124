"""The launch kit of a programme: posters, cards, forms, pictures and a page, drawn from words."""
