"""The control calls of the stand-in of X: what people do on the platform, and what it is told to get wrong."""
