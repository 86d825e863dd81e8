"""The WSGI application: Django, with style sheet and fonts served before it."""

import os
import re

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samklang.site.settings")
_django = get_wsgi_application()

from samklang.site import settings  # noqa: E402 - Django is set up first
from samklang.web.assets import FOLDER, write_assets  # noqa: E402

write_assets(settings.DATA / FOLDER)
_HASHED = re.compile(r"-[0-9a-f]{12}\.\w+$")
application = WhiteNoise(
    _django,
    root=settings.DATA / FOLDER,
    prefix=f"{FOLDER}/",
    immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
)
