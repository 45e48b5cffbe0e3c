"""What a WSGI server loads."""

from portal import create_app
from portal.settings import Settings

app = create_app(Settings.from_env())
