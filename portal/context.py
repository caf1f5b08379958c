"""What every template may use."""

from django.conf import settings

from portal.languages import site_language


def identity(request):
    """The names of the portal and its network, and the language in use."""
    return {
        "site_name": settings.SITE_NAME,
        "network_name": settings.NETWORK_NAME,
        "language": site_language(),
    }
