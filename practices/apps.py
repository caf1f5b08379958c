from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices and failures")

    def ready(self):
        from practices import redirects  # noqa: F401 - connects its receivers
