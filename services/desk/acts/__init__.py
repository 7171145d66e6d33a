"""What people do at the desk: one function for each act, used by its page and its JSON call alike."""
