"""What runs the product: on one machine, with stand-ins of the platforms, for one force."""
