"""The stand-in of X over real HTTP: what tweepy and httpx see of it."""
