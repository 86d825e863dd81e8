"""E-mail of the web application: texts, mailbox, bounces and links in them."""
