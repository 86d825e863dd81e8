"""Settings of the demonstration: the site's own, on this machine alone, with links that log in."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from samklang.site.settings import *  # noqa: F403
from samklang.site.settings import URL

LOOPBACK = ("127.0.0.1", "::1")
# Made anew at each start, and kept nowhere: who has it may log in as anybody of the demonstration.
DEMO_KEY = os.environ.get("SAMKLANG_DEMO_KEY", "")
if urlsplit(URL).hostname not in LOOPBACK or urlsplit(URL).scheme != "http":
    raise ImproperlyConfigured(
        f"the demonstration logs in whoever asks, so it runs at http://127.0.0.1, not at {URL}"
    )
if len(DEMO_KEY) < 20:
    raise ImproperlyConfigured("the demonstration is started with samklang demo")
ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]
ROOT_URLCONF = "samklang.site.demonstration.urls"
