"""A portal with the demonstration in it, over a database of its own."""

import secrets

import portal.demo
from tests.conftest import _create_app, _disconnect, _settings
from tests.support import services as test_services


class Loaded:
    """The portal, its folder and the sign-ins that loading made."""

    def __init__(self, services, folder, valkey_url):
        self.suffix = f"demo_{secrets.token_hex(4)}"
        self.services = services
        self.folder = folder
        url = test_services.copy_template(services, self.suffix)
        self.app = _create_app(_settings(url, valkey_url, folder))
        self.sign_ins = portal.demo.load(self.app)

    def close(self):
        _disconnect(self.app)
        test_services.drop_databases(self.services, self.suffix)
