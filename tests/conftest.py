"""What the whole suite shares: the site's tree, an editor, and which real components are here."""

import os
import shutil

import pytest


def component(name, found):
    """Skip the test where a component is absent; with CI=true fail instead."""
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is needed with CI=true and is not here.")
        pytest.skip(f"{name} is not installed on this machine")
    return found


@pytest.fixture(scope="session")
def chromium():
    """The path of a chromium."""
    return component("chromium", shutil.which("chromium") or shutil.which("chromium-browser"))


@pytest.fixture
def site_tree(db):
    """The home page, the default site and the five lists."""
    from portal.tree import plant

    return plant()


@pytest.fixture
def administrator(db, django_user_model):
    return django_user_model.objects.create_superuser("admin", "admin@example.org", "a long password")


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client
