"""The stand-in of X: v2 HTTP as X's OpenAPI documents describe it, with control calls beside it."""
