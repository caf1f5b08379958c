"""The search page and what belongs to it, under a language."""

from django.urls import path

from search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="search_suggest"),
    path("opensearch.xml", views.opensearch, name="search_description"),
]
