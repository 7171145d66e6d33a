"""Everything that several services need of X: transport through tweepy, errors, limits, posts; no service's rules."""
