"""A theme and what it is about: series, register, frame, network and its look."""
