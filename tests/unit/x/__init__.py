"""What services need of X, held to what X and tweepy do wrong."""
