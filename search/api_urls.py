"""/api/: the interface for programs, and what it looks like."""

from csp.decorators import csp_update
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from search.api import SearchView, SuggestView

# Swagger's page draws itself with styles of its own
documentation = csp_update({"style-src": ["'unsafe-inline'"]})(
    SpectacularSwaggerSplitView.as_view(url_name="api_schema", title="API")
)

urlpatterns = [
    path("", documentation, name="api"),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("v1/search/", SearchView.as_view(), name="api_search"),
    path("v1/suggest/", SuggestView.as_view(), name="api_suggest"),
]
