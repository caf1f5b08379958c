"""What an entry comes with: files to download, the sources it draws on, further reading."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.languages import BY_CODE
from practices import models
from practices.sections import Section, Sections


def files(builder: Sections) -> list[Section]:
    """Files whose language is out and whose own date has come."""
    out = {*builder.reading.released, *builder.reading.codes}
    rows = [
        {
            "anchor": row.anchor,
            "title": row.title,
            "language": BY_CODE[row.language],
            "url": row.document.url if row.document else row.url,
            "format": file_format(row),
            "size": filesizeformat(row.document.file_size) if row.document and row.document.file_size else "",
            "published_on": row.published_on,
            "provider": row.get_provider_display(),
            "method": row.get_method_display(),
        }
        for row in builder.links.rows(builder.entry, "files")
        if row.language in out and row.has_come()
    ]
    return builder.section("files", _("Files"), "files", lambda: rows)


def references(builder: Sections) -> list[Section]:
    """Sources, then further reading; citations stay in the language they were published in."""
    rows = [
        {
            **builder.of(row, "note"),
            "kind": row.kind,
            "citation": row.citation,
            "url": row.url,
            "locator": row.locator,
        }
        for row in builder.links.rows(builder.entry, "references")
    ]
    reading = [row for row in rows if row["kind"] == models.Reference.Kind.FURTHER_READING]
    sources = [row for row in rows if row["kind"] == models.Reference.Kind.SOURCE]
    return [
        *builder.section("further-reading", _("Further reading"), "references", lambda: reading),
        *builder.section("sources", _("Sources"), "references", lambda: sources),
    ]


def file_format(row) -> str:
    """ "PDF" for a document or an address that ends in .pdf, else ""."""
    name = row.document.filename if row.document else row.url.partition("?")[0].rpartition("/")[2]
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.upper() if 2 <= len(ending) <= 5 and ending.isalnum() else ""
