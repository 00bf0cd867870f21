"""The ASGI application: Django for pages, a small door of its own for live updates."""

import os
import warnings
from typing import cast

from django.core.asgi import get_asgi_application

# Files are read in a thread, 64 kB at a time, whether WhiteNoise or a download sends them: that is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayline.config.settings")
pages = get_asgi_application()

from wayline.discussion.live import Application, live_updates  # noqa: E402 - needs the apps loaded above

application = live_updates(cast("Application", pages), prefix="/live/")
