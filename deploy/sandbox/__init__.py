"""Stand-ins that speak the platforms' real HTTP, one folder for each platform; they know nothing of the product."""
