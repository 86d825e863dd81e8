"""How pages are served: templates, assets, headers and throttling."""
