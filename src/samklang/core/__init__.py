"""The core: survey logic, estimates, disclosure, coding and the report, as pure functions."""
