"""Which documents are handed out: a file is public when its entry, its language and its date are."""

from practices.models import Entry, EntryFile
from practices.querysets import is_unexpired


def may_read(request, entry) -> bool:
    """Whether whoever asks has passed the view restrictions of ``entry``, e.g. of a collection for members.

    Nobody has once the entry has expired.
    """
    restrictions = entry.get_view_restrictions()
    return is_unexpired(entry) and all(restriction.accept_request(request) for restriction in restrictions)


def may_download(document, request) -> bool:
    """Editors may; the public where a file of a live entry shows the document now.

    A document that no live row uses stands in a draft at most: it stays inside.
    """
    if request.user.has_perm("wagtailadmin.access_admin"):
        return True
    files = EntryFile.objects.filter(document=document, entry__live=True).select_related("entry")
    shown = [file for file in files if file.entry.is_released(file.language) and file.has_come()]
    public = Entry.objects.public().filter(pk__in=[file.entry_id for file in shown])
    return public.exists() or any(may_read(request, file.entry) for file in shown)
