"""The web application: members answer, staff run themes.

One way: views, forms, actions, queries, models.
"""
