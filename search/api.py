"""The interface for programs: what the search page shows, as JSON. Documented at /api/."""

from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from portal.languages import CHOICES, LANGUAGES, site_language
from practices.filters import KINDS
from search import facets, forms, results, suggestions
from search.asking import RETRY_SECONDS
from search.documents import plain
from search.engines import EngineUnavailable
from search.forms import READ_AS
from search.keeping import while_public
from search.params import DEEPEST, FACETS, LONGEST_QUERY, MODES, MOST_WORDS, PAGE_SIZES, SORTS
from search.problems import MEDIA_TYPE, problem

LANGUAGE_CODES = sorted({*(language.code for language in LANGUAGES), *READ_AS})

TERMS = ("phases", "genders", "actors", "countries")


class PassageSerializer(serializers.Serializer):
    anchor = serializers.CharField(help_text="Permanent address within the page, the same in every language.")
    url = serializers.URLField()
    language = serializers.ChoiceField(CHOICES)
    html = serializers.CharField(help_text="Encoded text with the matching words in <mark>.")


class LanguageStateSerializer(serializers.Serializer):
    code = serializers.ChoiceField(CHOICES)
    state = serializers.ChoiceField(["original", "translation", "machine", "outdated"])
    url = serializers.URLField()


class ResultSerializer(serializers.Serializer):
    key = serializers.SlugField(help_text="The entry's permanent key.")
    type = serializers.ChoiceField(list(KINDS))
    anchor = serializers.CharField(help_text="Of a recommendation; empty for an entry.")
    number = serializers.IntegerField(allow_null=True, help_text="Of a recommendation, as its paper gives it.")
    title = serializers.CharField()
    title_language = serializers.CharField(help_text="BCP 47.")
    paper = serializers.CharField(help_text="Heading of a recommendation's paper; empty for an entry.")
    summary = serializers.CharField()
    url = serializers.URLField()
    languages = LanguageStateSerializer(many=True)
    phases = serializers.ListField(child=serializers.SlugField())
    genders = serializers.ListField(child=serializers.SlugField())
    actors = serializers.ListField(child=serializers.SlugField())
    countries = serializers.ListField(child=serializers.SlugField())
    published_on = serializers.DateField(allow_null=True)
    event_date = serializers.DateField(allow_null=True)
    score = serializers.FloatField(help_text="Orders the results of one answer; means nothing between answers.")
    passages = PassageSerializer(many=True)


class FacetValueSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


class AskedSerializer(serializers.Serializer):
    """The search as it was understood."""

    q = serializers.CharField()
    lang = serializers.CharField()
    mode = serializers.ChoiceField(MODES)
    sort = serializers.ChoiceField(SORTS)
    glossary = serializers.BooleanField()
    filters = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class SearchAnswerSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.ChoiceField(PAGE_SIZES)
    query = AskedSerializer()
    results = ResultSerializer(many=True)
    facets = serializers.DictField(child=FacetValueSerializer(many=True))
    did_you_mean = serializers.CharField(help_text="Empty where there is nothing better.")
    also_searched = serializers.ListField(child=serializers.CharField(), help_text="Other names, from the glossary.")
    engine = serializers.ChoiceField(["elasticsearch", "embedded"])
    degraded = serializers.BooleanField(help_text="The usual engine did not answer; another one did.")
    widened = serializers.BooleanField(help_text="Some results have only some of the words, or similar ones.")


class SuggestionSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="A type of entry, “recommendation” or the name of a vocabulary.")
    label = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47, of the label.")
    url = serializers.URLField()


class SuggestAnswerSerializer(serializers.Serializer):
    suggestions = SuggestionSerializer(many=True)


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.CharField(), required=False)


class AlwaysJSON(BaseContentNegotiation):
    """Whatever a program says it accepts: there is one form."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class SearchUnavailable(APIException):
    """What a program is told of EngineUnavailable."""

    status_code = 503
    default_detail = "The search does not answer. Please try again in a moment."
    wait = RETRY_SECONDS  # REST framework makes Retry-After of it


def answer_to(exception, context):
    """REST framework's answer to ``exception`` as problem+json; None where that is for portal/views.py to tell."""
    if isinstance(exception, EngineUnavailable):
        exception = SearchUnavailable()
    response = exception_handler(exception, context)
    if response is None:
        return None
    errors = exception.detail if isinstance(exception, ValidationError) else {}
    errors = {name: " ".join(map(str, found)) for name, found in errors.items()}
    detail = " ".join(errors.values()) or str(exception.detail if hasattr(exception, "detail") else exception)
    response.data = problem(response.status_code, detail, **({"errors": errors} if errors else {}))
    response.content_type = MEDIA_TYPE
    return response


def ours(endpoints):
    """Of all (address, …) of the site, those for programs: Wagtail's administration brings some of its own."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def parameter(name, description, *, many=False, **values):
    return OpenApiParameter(name, description=description, required=False, many=many, explode=many, **values)


LANG = parameter(
    "lang",
    "Language of labels and addresses, and the one preferred in titles; a region or script may follow (sq-AL). One of "
    f"{', '.join(LANGUAGE_CODES)}.",
)
Q = parameter("q", f"Words, in any language and script: {MOST_WORDS} count; at most {LONGEST_QUERY} characters.")
FACET_PARAMETERS = [
    parameter(name, "Keys of which a result has at least one; may be given more than once.", many=True, type=str)
    for name in FACETS
]
PROBLEMS = {
    (400, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description="What is wrong with which parameter."),
    (414, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description="The address is too long."),
    (503, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description="The search does not answer; see Retry-After."),
}


class PublicView(APIView):
    """For everybody, without a session: the answer is the same for all."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = AlwaysJSON
    renderer_classes = (JSONRenderer,)
    http_method_names = ("get", "head", "options")

    def language(self):
        """The language asked for. Raises ValidationError where the portal has none of that code."""
        code = self.request.query_params.get("lang", "")
        if language := forms.read_language(code):
            return language
        codes = ", ".join(LANGUAGE_CODES)
        sentence = _("“%(value)s” is none of %(options)s.") % {"value": forms.echo([code]), "options": codes}
        raise ValidationError({"lang": [sentence]})


class SearchView(PublicView):
    @extend_schema(
        operation_id="search",
        summary="Search entries or recommendations",
        description="Words and filters together; without words, everything, newest first. Values of one filter are "
        "alternatives; different filters narrow each other. Counts of a filter leave out its own values.",
        parameters=[
            *(Q, LANG, *FACET_PARAMETERS),
            parameter("mode", "What a result is.", enum=MODES, default=MODES[0]),
            parameter("sort", "Order of the results.", enum=SORTS, default=SORTS[0]),
            parameter("page", f"From 1; no further than {DEEPEST} results.", type=int, default=1),
            parameter("page_size", "Results of a page.", type=int, enum=PAGE_SIZES, default=PAGE_SIZES[0]),
            parameter("glossary", "0 leaves out the words' other names.", enum=["0", "1"], default="1"),
        ],
        responses={200: SearchAnswerSerializer, **PROBLEMS},
    )
    def get(self, request):
        language = self.language()
        with translation.override(language.code):
            asked = forms.read(request.query_params, language, facets.is_known)
            if asked.problems:
                raise ValidationError({name: [sentence] for name, sentence in asked.problems.items()})
            found = results.find(asked.params)
            if found.too_deep:
                sentence = _("Only the first %(number)s results can be looked through.") % {"number": DEEPEST}
                raise ValidationError({"page": [sentence]})
            return Response(answer(found, request.build_absolute_uri))


@while_public
def suggested(text: str) -> suggestions.Suggestions:
    """To a reader of the active language. Raises EngineUnavailable."""
    return suggestions.suggest(text, site_language())


class SuggestView(PublicView):
    @extend_schema(
        operation_id="suggest",
        summary="Suggest entries, recommendations, terms and countries while somebody types",
        parameters=[Q, LANG],
        responses={200: SuggestAnswerSerializer, **PROBLEMS},
    )
    def get(self, request):
        language = self.language()
        with translation.override(language.code):
            asked = forms.read(request.query_params, language)
            if asked.is_too_long:
                raise ValidationError({"q": [asked.problems["q"]]})
            absolute = request.build_absolute_uri
            return Response(
                {
                    "suggestions": [
                        {
                            "kind": each.kind,
                            "label": plain(each.label.html),
                            "language": each.label.tag,
                            "url": absolute(each.url),
                        }
                        for each in suggested(asked.params.q).found
                    ]
                }
            )


def answer(found, absolute) -> dict:
    """``results.Results`` in the form of ``SearchAnswerSerializer``; ``absolute`` completes an address."""
    params = found.params
    return {
        "count": found.count,
        "page": params.page,
        "page_size": params.page_size,
        "query": {
            "q": params.q,
            "lang": params.language,
            "mode": params.mode,
            "sort": params.sort,
            "glossary": params.glossary,
            "filters": params.chosen,
        },
        "results": [as_json(each, absolute) for each in found.results],
        "facets": {
            facet.name: [
                {"key": value.key, "label": value.label, "count": value.count, "selected": value.selected}
                for value in facet.values
            ]
            for facet in found.facets
        },
        "did_you_mean": found.did_you_mean,
        "also_searched": [alternative.text for alternative in found.alternatives],
        "engine": found.engine,
        "degraded": found.degraded,
        "widened": found.widened,
    }


def as_json(found, absolute) -> dict:
    """One ``results.Result``."""
    return {
        "key": found.key,
        "type": found.type,
        "anchor": found.anchor,
        "number": found.number,
        "title": plain(found.title.html),
        "title_language": found.title.tag,
        "paper": plain(found.paper.html) if found.paper else "",
        "summary": plain(found.summary.html) if found.summary else "",
        "url": absolute(found.url),
        "languages": [{"code": each.code, "state": each.state, "url": absolute(each.url)} for each in found.languages],
        **{name: [term.slug for term in getattr(found, name)] for name in TERMS},
        "published_on": found.published_on,
        "event_date": found.date if found.date_is_event else None,
        "score": found.score,
        "passages": [
            {"anchor": each.anchor, "url": absolute(each.url), "language": each.language, "html": each.html}
            for each in found.passages
        ],
    }
