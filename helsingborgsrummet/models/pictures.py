"""The picture library."""

import datetime
import io
import json
import re
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, ProtectedError, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.db.models.signals import post_delete
from django.dispatch import receiver
from reversion.models import Version

from helsingborgsrummet.content.columns import CharField, DateField, DateTimeField
from helsingborgsrummet.content.files import base_address, once, store_once
from helsingborgsrummet.content.links import page_relation
from helsingborgsrummet.content.owned_files import WithFiles
from helsingborgsrummet.content.pictures import check_and_clean, render, renditions_of
from helsingborgsrummet.content.prose import without_picture
from helsingborgsrummet.content.search import contains_words
from helsingborgsrummet.content.writing import writing

ALT_WORDS = {
    "text": "Beskriven",
    "decorative": "Bara dekoration",
    "missing": "Beskrivning saknas",
}
CONSENT_WARNING = datetime.timedelta(days=30)


# Names that cameras, telephones, clipboards and hurried people give.
_NO_NAME = re.compile(
    r"(?:(?:img|image|dsc[fn]?|pxl|p|mvimg|wp|bild(?:en|er)?|foto(?:t|n)?|fotografi|photo|picture|pic|untitled|namnl[oö]s|"
    r"sk[aä]rmbild|sk[aä]rmavbild|screenshot|whatsapp|kopia|copy|av|of|scan|skannad|inskannad)[\s\d]*)*[\s\d]*",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\S.*\.(?:jpe?g|png|webp|avif|hei[cf]|gif|tiff?|bmp|pdf)", re.IGNORECASE)


def says_nothing(words):
    """Whether words tell nobody what a picture shows: the name of a file, ”bild”, ”foto 2”, marks alone."""
    words = words.strip()
    plain = re.sub(r"[\W_]+", " ", words).strip()
    return bool(_FILE_NAME.fullmatch(words) or _NO_NAME.fullmatch(plain))


class PictureQuerySet(models.QuerySet):
    """Questions about pictures."""

    def without_alt(self):
        """Pictures that nobody has described or called decorative."""
        return self.filter(alt="", is_decorative=False)

    def search(self, text):
        """Pictures with every word of ``text`` in their title, description or credit."""
        return self.filter(contains_words(("title", "alt", "credit"), text))

    def consent_warnings(self, today):
        """Pictures of people without consent, or whose consent ends within 30 days of ``today``."""
        return self.filter(
            Q(consent_until__isnull=True) | Q(consent_until__lt=today + CONSENT_WARNING),
            shows_people=True,
        )

    def with_use_count(self):
        """Every picture with ``use_count``: the number of pages that show it, each counted once."""
        counts = [
            Subquery(
                rows.order_by().annotate(rows=Func(F("pk"), function="COUNT")).values("rows"),
                output_field=models.IntegerField(),
            )
            for rows in _rows_that_show(OuterRef("pk"))
        ]
        return self.annotate(use_count=sum(counts[1:], counts[0]))

    def unused(self):
        """Pictures that nothing shows."""
        return self.filter(*(~Exists(rows) for rows in _rows_that_show(OuterRef("pk"))))

    def uses(self):
        """Return ``{key: [row, …]}``: what shows each of these pictures, each row once.

        One query finds the rows, and one more reads those of each kind that there are.
        """
        keys = list(self.values_list("pk", flat=True))
        queries = [
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            .order_by()
            .values_list(
                Value(relation.related_model._meta.label, models.CharField()),
                "pk",
                relation.field.name,
            )
            for relation in self.model.relations()
        ]
        found = list(dict.fromkeys(queries[0].union(*queries[1:], all=True)))
        rows = {
            (label, key): row
            for label in dict.fromkeys(label for label, _, _ in found)
            for key, row in apps.get_model(label)
            ._base_manager.in_bulk([pk for other, pk, _ in found if other == label])
            .items()
        }
        uses = {key: [] for key in keys}
        for label, pk, picture in found:
            uses[picture].append(rows[label, pk])
        return uses

    def named_uses(self, keys):
        """Return ``{key: [Use, …]}`` for pictures with these keys: the same in words, in one query."""
        found = list(dict.fromkeys(_named_rows(keys)))
        uses = {key: [] for key in keys}
        for picture, *use in found:
            uses[picture].append(Use(*use))
        return uses

    def delete(self):
        """Delete pictures that nothing shows; one in use raises ``ProtectedError`` before any is."""
        uses = self.uses()
        used = [row for rows in uses.values() for row in rows]
        if used:
            raise ProtectedError(f"En bild används på {_places(used)} och kan inte tas bort.", used)
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


@dataclass(frozen=True)
class Use:
    """A row that shows a picture and the page on which it stands, each by its name.

    ``label`` is that of the row's model, ``published_at`` of the page, ``None`` where it is not published.
    """

    label: str
    pk: int
    name: str
    page_pk: int
    page_name: str
    published_at: datetime.datetime | None

    @property
    def model(self):
        """The model of the row."""
        return apps.get_model(self.label)

    @property
    def page_model(self):
        """The model of the page: the row's own, or that below which it stands."""
        relation = page_relation(self.model)
        return self.model._meta.get_field(relation).related_model if relation else self.model


def _named_rows(keys):
    """One query for the rows of every kind that show one of these pictures, with what they are called."""
    queries = []
    for relation in Picture.relations():
        model, field = relation.related_model, relation.field.name
        below = page_relation(model)
        page = model._meta.get_field(below).related_model if below else model
        start = f"{below}__" if below else ""
        has_moment = any(column.name == "published_at" for column in page._meta.fields)
        queries.append(
            model._base_manager.filter(**{f"{field}__in": keys})
            .order_by()
            .values_list(
                F(field),
                Value(model._meta.label, models.CharField()),
                "pk",
                _name_of(model),
                F(f"{start}pk"),
                _name_of(page, start),
                F(f"{start}published_at")
                if has_moment
                else Value(None, models.DateTimeField(null=True)),
            )
        )
    return queries[0].union(*queries[1:], all=True)


def _name_of(model, start=""):
    """What rows of a model are called: their title or name, or the ``name_columns`` it declares; else empty."""
    columns = {column.name for column in model._meta.fields}
    found = (
        getattr(model, "name_columns", None)
        or [each for each in ("title", "name") if each in columns][:1]
    )
    if not found:
        return Value("", models.TextField())
    parts = [Cast(f"{start}{found[0]}", models.TextField())]
    for each in found[1:]:
        parts += [Value(", "), Cast(f"{start}{each}", models.TextField())]
    return Concat(*parts, output_field=models.TextField()) if len(parts) > 1 else parts[0]


def _rows_that_show(picture):
    """One queryset for each relation to pictures: the rows that show ``picture``, each in one."""
    relations = sorted(Picture.relations(), key=lambda relation: relation.related_model._meta.label)
    for model, group in groupby(relations, key=lambda relation: relation.related_model):
        earlier = []
        for relation in group:
            rows = model._base_manager.filter(**{relation.field.name: picture})
            for name in earlier:
                rows = rows.exclude(**{name: picture})
            earlier.append(relation.field.name)
            yield rows


def _places(rows):
    """Where something is used, in words: the names of at most five rows."""
    names = [f"”{row}”" for row in dict.fromkeys(rows)]
    further = len(names) - 5
    if further > 0:
        names[5:] = [f"{further} till" if further > 1 else names[5]]
    return " och ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


class Picture(WithFiles):
    """A picture with what must be said about it; its renditions are made when it is saved."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "Foto"
        VISION = "vision", "Visionsbild"
        PLAN_MAP = "plan_map", "Plankarta"
        ILLUSTRATION = "illustration", "Illustration"

    class Licence(models.TextChoices):
        UNKNOWN = "", "Inte angiven"
        OWN = "own", "Egen bild, fri att använda för oss"
        BOUGHT = "bought", "Köpt eller avtalad"
        CC0 = "cc0", "CC0, fri att använda för alla"
        CC_BY = "cc-by", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"

    title = CharField(
        "titel", max_length=120, help_text="Så att du hittar bilden igen. Visas inte för besökare."
    )
    original = models.FileField(
        "bildfil",
        upload_to="originals/",
        max_length=200,
        help_text="JPEG, PNG, WebP eller AVIF, högst 20 MB. Platsuppgifter och andra dolda "
        "uppgifter tas bort när bilden sparas.",
    )
    alt = CharField(
        "bildbeskrivning",
        max_length=300,
        blank=True,
        help_text="Berätta vad bilden visar för den som inte ser den. En eller två meningar.",
    )
    is_decorative = models.BooleanField(
        "bara dekoration",
        default=False,
        help_text="Kryssa i om bilden inte tillför något som texten inte redan säger.",
    )
    credit = CharField(
        "upphov", max_length=120, help_text="Den som har gjort bilden. Visas vid bilden."
    )
    note = CharField(
        "bildtext", max_length=200, blank=True, help_text="Visas under bilden, före upphovet."
    )
    kind = CharField(
        "slag",
        max_length=12,
        choices=Kind.choices,
        default=Kind.PHOTO,
        help_text="En visionsbild visas alltid med orden kan komma att ändras.",
    )
    licence = CharField(
        "licens",
        max_length=12,
        blank=True,
        choices=Licence.choices,
        default=Licence.UNKNOWN,
        help_text="Vad bilden får användas till. CC-licenser visas vid bilden.",
    )
    shows_people = models.BooleanField(
        "visar personer som går att känna igen",
        default=False,
        help_text="Då behövs samtycke från dem, eller från vårdnadshavare för barn.",
    )
    consent_until = DateField(
        "samtycket gäller till och med",
        null=True,
        blank=True,
        help_text="Redaktionen påminns en månad före. Tomt för en bild med personer: samtycke saknas.",
    )
    consent_note = CharField(
        "var samtycket finns",
        max_length=160,
        blank=True,
        help_text="Till exempel ett ärendenummer. Skriv inga namn. Visas inte för besökare.",
    )
    focal_x = models.PositiveSmallIntegerField(
        "fokus från vänster (%)",
        default=50,
        help_text="Det viktigaste i bilden: behålls när bilden beskärs.",
    )
    focal_y = models.PositiveSmallIntegerField("fokus uppifrån (%)", default=50)
    width = models.PositiveIntegerField("bredd", editable=False, default=0)
    height = models.PositiveIntegerField("höjd", editable=False, default=0)
    digest = CharField(editable=False, blank=True, max_length=20)
    renditions = models.JSONField(editable=False, default=dict)
    is_example = models.BooleanField("exempel", default=False)
    saved_at = DateTimeField("senast sparad", auto_now=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "bild"
        permissions = [("publish_picture", "Får ändra det som visas för besökare")]
        verbose_name_plural = "bilder"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="picture_is_described_or_decorative_but_not_both",
                condition=Q(alt="") | Q(is_decorative=False),
                violation_error_message="En bild som bara är dekoration ska inte ha någon "
                "bildbeskrivning. Ta bort texten eller krysset.",
            ),
            models.CheckConstraint(
                name="picture_focal_point_lies_in_the_picture",
                condition=Q(focal_x__lte=100, focal_y__lte=100),
                violation_error_message="Fokus anges i procent, mellan 0 och 100.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save with every file in its place, and what texts say about the picture."""
        self.prepare()
        with writing():
            self._keep_files()
            super().save(*args, **kwargs)
            # What texts say about the picture is made when it is saved, not when they are read.
            for row in self.texts():
                row.renew_figure(self)

    def delete(self, *args, **kwargs):
        """Delete a picture that nothing shows; one in use raises ``ProtectedError``.

        The database protects foreign keys by itself; lists of pictures and texts it would empty.
        """
        rows = self.uses()
        if rows:
            raise ProtectedError(
                f"Bilden ”{self}” används på {_places(rows)} och kan inte tas bort.", rows
            )
        return super().delete(*args, **kwargs)

    def take_back(self):
        """Take the picture off everything that shows it and out of all stored versions, and delete it.

        For consent that is lost. Returns the rows that showed it, saved without it.
        """
        with writing():
            rows = self.uses()
            for row in rows:
                for column in _picture_columns(type(row)):
                    if column.many_to_many:
                        getattr(row, column.name).remove(self)
                    elif getattr(row, column.attname) == self.pk:
                        setattr(row, column.name, None)
                if hasattr(row, "body_pictures"):
                    row.body = without_picture(row.body, self.pk)
                row.save()
            self._strike_out_of_versions()
            self.delete()
        return rows

    def _strike_out_of_versions(self):
        for model in {relation.related_model for relation in self.relations()}:
            content_type = ContentType.objects.get_for_model(model)
            for version in Version.objects.filter(content_type=content_type).iterator():
                data = json.loads(version.serialized_data)
                fields = data[0]["fields"]
                before = json.dumps(fields)
                for column in _picture_columns(model):
                    value = fields.get(column.name)
                    if isinstance(value, list):
                        fields[column.name] = [key for key in value if key != self.pk]
                    elif value == self.pk:
                        fields[column.name] = None
                if fields.get("body"):
                    fields["body"] = without_picture(fields["body"], self.pk)
                if json.dumps(fields) != before:
                    version.serialized_data = json.dumps(data, ensure_ascii=False)
                    version.save(update_fields=["serialized_data"])

    def prepare(self):
        """Store a new upload, cleaned, and the renditions that the row is to name.

        It takes seconds, so a view calls it before its transaction begins; :meth:`save` then finds
        the files there. A crash in between leaves files that nothing points at, never a row without
        its files. Raises ``ValidationError`` for a file that is no picture.
        """
        if self.original and not self.original._committed:
            cleaned = once(check_and_clean, self.original.file)
            self.width, self.height, self.digest = cleaned.width, cleaned.height, cleaned.digest
            self.create_renditions(cleaned.content)
            name = f"originals/{cleaned.digest}.{cleaned.extension}"
            self._made[name] = cleaned.content
            self.original = _store(name, cleaned.content)
        elif self.original and self._focal_point_of_renditions() != [self.focal_x, self.focal_y]:
            self.create_renditions()
        for row in self.texts() if self.pk else ():
            row.prepare_figure(self)

    def _keep_files(self):
        """Store again what was taken away since :meth:`prepare`, or when an earlier version let go of it."""
        made = self.__dict__.pop("_made", {})
        missing = {name for name in self.file_names() if not default_storage.exists(name)}
        for name in missing & made.keys():
            _store(name, made[name])
        if missing - made.keys() and default_storage.exists(self.original.name):
            self.create_renditions()

    def file_names(self):
        """The names of the original and of all renditions."""
        names = [name for kind in ("avif", "webp") for _, name in self.renditions.get(kind, [])]
        return super().file_names() | {*names, self.renditions.get("social", "")} - {""}

    @classmethod
    def rows_naming(cls, names):
        """The rows that name one of ``names``: every file is named after the digest of the original."""
        digests = {name.rpartition("/")[2].partition(".")[0].partition("-")[0] for name in names}
        return cls._base_manager.filter(digest__in=digests)

    def uses(self):
        """What shows the picture: rows of every kind, each once."""
        return type(self).objects.filter(pk=self.pk).uses().get(self.pk, [])

    def named_uses(self):
        """The same in words: a :class:`Use` each, in one query."""
        return type(self).objects.named_uses([self.pk])[self.pk]

    @classmethod
    def relations(cls):
        """Every relation by which something shows a picture, as Django's relation objects."""
        return [
            relation
            for relation in cls._meta.get_fields()
            if relation.auto_created and relation.is_relation
        ]

    def texts(self):
        """Every row whose running text shows the picture."""
        return [
            row
            for relation in self.relations()
            if relation.field.name == "body_pictures"
            for row in getattr(self, relation.get_accessor_name()).all()
        ]

    def clean(self):
        """Check and clean a new upload; the form then shows what is wrong with it."""
        super().clean()
        if self.alt and says_nothing(self.alt):
            raise ValidationError(
                {
                    "alt": f"”{self.alt}” säger inte vad bilden visar. Beskriv det för den som inte ser den, "
                    "till exempel: En gångväg med träd längs kajen."
                }
            )
        if self.original and not self.original._committed:
            try:
                once(check_and_clean, self.original.file)
            except ValidationError as error:
                raise ValidationError({"original": error}) from None

    def _focal_point_of_renditions(self):
        return self.renditions.get("focal_point")

    def create_renditions(self, content=None):
        """Make every rendition that is not there and note its name; ``content`` is the cleaned original."""
        rows = {"avif": [], "webp": [], "focal_point": [self.focal_x, self.focal_y]}
        missing, made = {}, {}
        for kind, width in renditions_of((self.width, self.height)):
            if kind == "social":
                name = f"renditions/{self.digest}-{self.focal_x}-{self.focal_y}.jpg"
                rows["social"] = name
            else:
                name = f"renditions/{self.digest}-{width}.{kind}"
                rows[kind].append([width, name])
            if not default_storage.exists(name):
                missing[kind, width] = name
        if missing:
            with io.BytesIO(content) if content else self.original.open() as file:
                parts = render(file, list(missing), (self.focal_x, self.focal_y))
            made = dict(zip(missing.values(), parts, strict=True))
            for name, part in made.items():
                _store(name, part)
        # Until the row is saved, should somebody else let go of them.
        self._made = made
        self.renditions = rows

    @property
    def alt_state(self):
        """``"text"``, ``"decorative"`` or ``"missing"``."""
        return "text" if self.alt else "decorative" if self.is_decorative else "missing"

    @property
    def alt_words(self):
        """The same in Swedish."""
        return ALT_WORDS[self.alt_state]

    def consent_words_on(self, today):
        """What is wrong on ``today`` with the consent of those in the picture; empty when nothing is."""
        if not self.shows_people:
            return ""
        if self.consent_until is None:
            return "Samtycke saknas"
        return "Samtycket har gått ut" if self.consent_until < today else ""

    @property
    def thumbnail_url(self):
        """The address of the smallest rendition, or an empty string."""
        smallest = next(iter(self.renditions.get("webp", [])), None)
        return base_address() + smallest[1] if smallest else ""

    @property
    def social_url(self):
        """The address of the social preview, or an empty string."""
        name = self.renditions.get("social")
        return base_address() + name if name else ""

    @property
    def caption(self):
        """What is said under the picture: note, kind, credit and the words of a visionsbild."""
        return " ".join(
            part for part in (self.note and f"{self.note.rstrip('.')}.", self._origin) if part
        )

    @property
    def short_caption(self):
        """What has to be said even under a small picture in a list; nothing for our own pictures.

        A visionsbild always says that it may change.
        """
        is_ours = self.licence == self.Licence.OWN and self.kind != self.Kind.VISION
        return "" if is_ours else self._origin

    @property
    def _origin(self):
        credit = f": {self.credit}" if self.credit else ""
        licence = (
            f" ({self.get_licence_display().partition(',')[0]})"
            if self.licence.startswith("cc")
            else ""
        )
        change = " Kan komma att ändras." if self.kind == self.Kind.VISION else ""
        return f"{self.get_kind_display()}{credit}{licence}.{change}"


def _store(name, content):
    """Store ``content`` unless there is such a file; return the name."""
    return store_once(name, lambda file: file.write(content))


def _picture_columns(model):
    """The fields by which rows of ``model`` show pictures."""
    return [relation.field for relation in Picture.relations() if relation.related_model is model]


@receiver(post_delete, sender=Picture)
def _erase_versions(sender, instance, **kwargs):
    """Nobody can restore a picture that is deleted, so nothing of it is kept."""
    Version.objects.get_for_object_reference(sender, instance.pk).delete()
