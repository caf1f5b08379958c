"""A real browser for the tests in this folder."""

import os

import pytest

# Playwright's synchronous interface runs an event loop in the test's thread, where Django refuses its database
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def restored_database(django_db_setup, django_db_blocker):
    """Put back what the database began with: a test with a live server empties the database behind it."""
    yield
    from django.db import connection

    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture
def browser_page(chromium, restored_database):
    """Opens a page in a new browser context: ``browser_page(java_script_enabled=False)``.

    Its tests need ``pytest.mark.django_db(transaction=True, serialized_rollback=True)`` where they use live_server.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield lambda **options: browser.new_context(**options).new_page()
        browser.close()


@pytest.fixture(scope="module")
def chrome(chromium):
    """A browser for the tests of one module that read the demo; they need no database of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def reader(chrome, demo):
    """Opens a page of the demo in a new browser context: ``reader(java_script_enabled=False)``."""
    contexts = []

    def open_page(**options):
        contexts.append(chrome.new_context(base_url=demo.url, **options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()
