"""The demonstration: the web application on this machine, with a network that is made up."""
