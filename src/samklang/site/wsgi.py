"""The WSGI application: Django, with style sheet and fonts served before it."""

import os
import re

from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import reset_queries
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samklang.site.settings")
_django = get_wsgi_application()

from samklang.site import settings  # noqa: E402 - Django is set up first
from samklang.site.whole import whole  # noqa: E402
from samklang.web.serving.assets import FOLDER, write_assets  # noqa: E402

write_assets(settings.DATA / FOLDER)
_HASHED = re.compile(r"-[0-9a-f]{12}\.\w+$")
# No statement is written down here, and a cache in memory has no connection to close; at every
# request both would be looked for.
request_started.disconnect(reset_queries)
request_finished.disconnect(close_caches)

application = whole(
    WhiteNoise(
        _django,
        root=settings.DATA / FOLDER,
        prefix=f"{FOLDER}/",
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )
)
