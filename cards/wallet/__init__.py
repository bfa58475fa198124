"""What a member's card says in a phone's wallet, Apple's and Google's: pure values, no keys."""
