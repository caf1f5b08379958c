"""Fields and blocks whose HTML has passed practices/sanitize.py."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText as RichTextValue

from practices.sanitize import UnsafeHTML, clean_html

FEATURES = ["bold", "italic", "ol", "ul", "link", "blockquote"]


def new_anchor() -> str:
    """A short random anchor for a part of an entry; 40 bits, unique enough within one page."""
    return "a" + secrets.token_hex(5)


def cleaned(value):
    """``value`` sanitised; a form's ``ValidationError`` where it is refused whole."""
    try:
        return clean_html(value)
    except UnsafeHTML as error:
        raise ValidationError(str(error)) from error


class RichTextFormField(forms.CharField):
    """Sanitises, and stores "" for an untouched editor, which posts ``<p data-block-key=…></p>``."""

    def to_python(self, value):
        return cleaned(super().to_python(value))


class RichText(RichTextField):
    """A text with paragraphs, lists, emphasis and links."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("features", FEATURES)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        kwargs.setdefault("form_class", RichTextFormField)
        return super().formfield(**kwargs)


class CleanRichTextBlock(RichTextBlock):
    """A paragraph block of a body."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", FEATURES)
        super().__init__(**kwargs)

    def clean(self, value):
        value = super().clean(value)
        return RichTextValue(cleaned(value.source))
