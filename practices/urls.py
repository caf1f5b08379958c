"""Lists and terms; the entries themselves stand in Wagtail's tree."""

from django.urls import path

from practices import messages
from practices.listing import entry_list, term, vocabulary

urlpatterns = [
    path("entries/", entry_list, name="entry_list"),
    path("vocabulary/", vocabulary, name="vocabulary"),
    path("phases/<slug:slug>/", term, {"name": "phase"}, name="term_phase"),
    path("gender/<slug:slug>/", term, {"name": "gender"}, name="term_gender"),
    path("actors/<slug:slug>/", term, {"name": "actor"}, name="term_actor"),
    path("topics/<slug:slug>/", term, {"name": "topic"}, name="term_topic"),
    path("countries-of/<slug:slug>/", term, {"name": "country"}, name="term_country"),
    path("report/<slug:key>/", messages.report, name="report"),
    path("ask/<slug:key>/", messages.ask, name="ask"),
    path("thanks/<slug:key>/", messages.sent, name="message_sent"),
]
