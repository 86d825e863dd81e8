"""Settings of the tests: the site's own, in a folder of the run's own, with cheap passwords."""

import atexit
import os
import shutil
import tempfile

# Each of the processes that tests run in has a folder of its own, also where it was begun by one
# that had its own already; what a test begins shares the folder of its test.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if os.environ.get("TEST_DATA_OF") != _WORKER and (_WORKER or "SAMKLANG_DATA" not in os.environ):
    os.environ["SAMKLANG_DATA"] = tempfile.mkdtemp(prefix="samklang-test-")
    atexit.register(shutil.rmtree, os.environ["SAMKLANG_DATA"], ignore_errors=True)
os.environ["TEST_DATA_OF"] = _WORKER
os.environ.setdefault("SAMKLANG_SECRET", "a secret that only tests use, and long enough")

from samklang.site.settings import *  # noqa: E402, F403
from samklang.site.settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A database of each worker's own, in memory where it is SQLite.
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"]["NAME"] = ":memory:"
