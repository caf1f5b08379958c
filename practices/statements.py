"""Questions that every page puts to the database: written once, since that takes Django longer than the answer."""

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property


class Statement:
    """``queryset`` as SQL, put as often as one likes.

    What differs from time to time stands in the queryset as a placeholder, a value that nothing else in it has.
    Only a plain ``QuerySet``: modeltranslation's own gives its columns in any order.

    Objects come as from ``QuerySet``, not from ``raw()``, which looks for each field's column and converter anew:
    half the time that reading a page took (measured).
    """

    def __init__(self, queryset: QuerySet):
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        self.model, self.columns = queryset.model, [column for column, *_sql in compiler.select]
        self.converters = compiler.get_converters(self.columns)

    def rows(self, given: dict | None = None) -> list[tuple]:
        """What the database says where ``given`` {placeholder: value} is put in."""
        params = [given.get(value, value) for value in self.params] if given else self.params
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()

    def objects(self, given: dict | None = None) -> list:
        """The same as objects of the queryset's model; not for ``values()``."""
        return [self.object(list(row)) for row in self.rows(given)]

    def object(self, row: list):
        for place, (converters, column) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        return self.model.from_db(connection.alias, self.names, row)

    @cached_property
    def names(self) -> list[str]:
        return [column.target.attname for column in self.columns]
