"""The bluelamp command, without a broker."""
