"""From form-js JSON to components, with located findings for everything that cannot be used as written."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from engine.feel import FeelFunction
from engine.forms.attributes import Attributes
from engine.forms.components import (
    CHOICES,
    CONTAINERS,
    INPUTS,
    MAX_ROWS,
    Component,
    ComponentType,
    DateSubtype,
    Expression,
    Text,
    fields_of,
)
from engine.forms.field_rules import read_default, read_options, read_rules
from engine.forms.texts import Told, as_written, told_document
from engine.lint.finding import Finding, Severity

#: Size of a form file in bytes, components in it, and containers inside each other.
MAX_BYTES = 1_000_000
MAX_COMPONENTS = 500
MAX_NESTING = 6

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
#: Names FEEL itself sets inside the rows of a dynamic list.
_ROW_NAMES = ("this", "parent", "i")


def read_form(
    source: bytes | str, functions: Mapping[str, FeelFunction], told: Told = as_written
) -> tuple[str, tuple[Component, ...], tuple[Finding, ...]]:
    """Form id, components and findings of a form-js file; components are complete only without errors.

    `told` says what each text for people is told as."""
    findings: list[Finding] = []

    def refuse(code: str, message_de: str, message_en: str) -> tuple[str, tuple[Component, ...], tuple[Finding, ...]]:
        return "", (), (Finding(code, Severity.ERROR, None, message_de, message_en),)

    if len(source) > MAX_BYTES:
        return refuse("form.size", "Das Formular ist größer als 1 MB.", "The form is larger than 1 MB.")
    try:
        document = json.loads(source)
    except (ValueError, RecursionError) as error:
        return refuse("form.json", f"Das Formular ist kein JSON: {error}", f"The form is not JSON: {error}")
    if not isinstance(document, dict) or not isinstance(document.get("components"), list):
        return refuse("form.schema", "Das Formular hat keine Liste „components“.", "The form has no list “components”.")
    document = told_document(document, told)
    written_id = document.get("id")
    form_id = written_id if isinstance(written_id, str) else ""
    reader = _Reader(findings, functions, _names(document["components"]), form_id)
    components = reader.components(document["components"], (), 0)
    reader.check_paths(components)
    return form_id, components, tuple(findings)


def _names(components: Any) -> tuple[str, ...]:
    """Every name a FEEL text of the form may use for another field."""
    found = {*_ROW_NAMES}
    todo = [components]
    while todo:
        for item in todo.pop():
            if isinstance(item, dict):
                for attribute in ("key", "path"):
                    if isinstance(item.get(attribute), str):
                        found.update(item[attribute].split("."))
                if isinstance(item.get("components"), list):
                    todo.append(item["components"])
    return tuple(sorted(name for name in found if name))


class _Reader:
    def __init__(
        self, findings: list[Finding], functions: Mapping[str, FeelFunction], names: Sequence[str], form_id: str
    ) -> None:
        self.findings = findings
        self.functions = functions
        self.names = names
        # the form is itself an element in the editor: one id, one element
        self.ids = {form_id} if form_id else set()
        self.count = 0

    def components(self, raw: Sequence[Any], prefix: tuple[str, ...], depth: int) -> tuple[Component, ...]:
        """The components of one level; ``prefix`` is the path the groups around them add."""
        return tuple(component for item in raw if (component := self._component(item, prefix, depth)) is not None)

    def _component(self, item: Any, prefix: tuple[str, ...], depth: int) -> Component | None:
        self.count += 1
        if not isinstance(item, Mapping):
            self._file_error("form.schema", "Ein Bestandteil ist kein Objekt.", "A component is not an object.")
            return None
        if self.count > MAX_COMPONENTS or depth > MAX_NESTING:
            if self.count == MAX_COMPONENTS + 1 or depth > MAX_NESTING:
                self._file_error(
                    "form.size",
                    f"Ein Formular hat höchstens {MAX_COMPONENTS} Bestandteile und {MAX_NESTING} Ebenen.",
                    f"A form has at most {MAX_COMPONENTS} components and {MAX_NESTING} levels.",
                )
            return None
        key = item.get("key") if isinstance(item.get("key"), str) else ""
        written_id = item.get("id")
        element_id = written_id if isinstance(written_id, str) and written_id else key or f"component-{self.count}"
        attributes = Attributes(item, element_id, self.findings, self.names, self.functions)
        try:
            kind = ComponentType(attributes.value("type"))
        except ValueError:
            attributes.refuse(
                "form.type",
                f"Bestandteile vom Typ „{item.get('type')}“ sind nicht erlaubt.",
                f"Components of type “{item.get('type')}” are not allowed.",
                type=str(item.get("type"))[:60],
            )
            return None
        self._check_id(attributes, element_id)
        return self._build(attributes, kind, element_id, prefix, depth)

    def _build(
        self, attributes: Attributes, kind: ComponentType, element_id: str, prefix: tuple[str, ...], depth: int
    ) -> Component:
        attributes.ignore("id", "layout", "appearance", "key", "path", "properties", "components")
        conditional = attributes.inner("conditional")
        hide = conditional.condition("hide")
        properties = attributes.strings("properties")
        is_input = kind in INPUTS
        path = self._path(attributes, kind, prefix)
        subtype = self._subtype(attributes) if kind is ComponentType.DATETIME else DateSubtype.DATE
        date_label = attributes.string("dateLabel") if kind is ComponentType.DATETIME else ""
        time_label = attributes.string("timeLabel") if kind is ComponentType.DATETIME else ""
        label = attributes.text("label") if kind not in (ComponentType.TEXT, ComponentType.SEPARATOR) else Text()
        if not label and kind is ComponentType.DATETIME:
            label = Text(time_label if subtype is DateSubtype.TIME else date_label)
        unlabelled = not label and _is_blank(attributes.raw.get("label"))
        if unlabelled and (is_input or kind is ComponentType.DYNAMICLIST):
            attributes.refuse(
                "form.label",
                "Dem Feld fehlt eine Beschriftung. Ohne sie ist es mit einem Screenreader nicht bedienbar.",
                "The field has no label. Without one it cannot be used with a screen reader.",
            )
        if unlabelled and kind is ComponentType.GROUP:
            attributes.warn(
                "form.label",
                "Die Gruppe hat keine Überschrift und wird als einfache Folge von Feldern gezeigt.",
                "The group has no heading and is shown as a plain sequence of fields.",
            )
        appearance = attributes.inner("appearance")
        component = Component(
            type=kind,
            id=element_id,
            key=path[-1] if path and (is_input or kind is ComponentType.DYNAMICLIST) else "",
            path=path,
            label=label,
            description=attributes.text("description") if is_input else Text(),
            text=attributes.text("text") if kind is ComponentType.TEXT else Text(),
            components=self._children(attributes, kind, path, depth),
            options=read_options(attributes, kind) if kind in CHOICES else None,
            rules=read_rules(attributes, kind, subtype, properties),
            hide=hide,
            readonly=attributes.flag("readonly") if is_input else False,
            disabled=attributes.boolean("disabled") if is_input else False,
            subtype=subtype,
            date_label=date_label,
            time_label=time_label,
            time_interval=(attributes.integer("timeInterval", 1, 60) or 1) if kind is ComponentType.DATETIME else 1,
            decimal_digits=attributes.integer("decimalDigits", 0, 12) if kind is ComponentType.NUMBER else None,
            prefix=appearance.string("prefixAdorner"),
            suffix=appearance.string("suffixAdorner"),
            repetitions=self._repetitions(attributes, kind),
            add_remove=attributes.boolean("allowAddRemove", True) if kind is ComponentType.DYNAMICLIST else True,
            properties=MappingProxyType(properties),
            prefill=_expression(attributes, properties, "prefill"),
            fill=_expression(attributes, properties, "fill"),
            fill_over=_expression(attributes, properties, "fillOver"),
        )
        default = read_default(attributes, component)
        attributes.ignore("increment", "serializeToString", "timeSerializingFormat", "use24h", "searchable", "height")
        attributes.ignore("showOutline", "verticalAlignment", "disableCollapse", "nonCollapsedItems")
        for name in attributes.unread():
            attributes.warn(
                "form.attribute",
                f"Die Angabe „{name}“ wird bei diesem Typ nicht ausgewertet.",
                f"The attribute “{name}” is not used for this type.",
                attribute=name,
            )
        return component if default is None else replace(component, default=default)

    def _children(
        self, attributes: Attributes, kind: ComponentType, path: tuple[str, ...], depth: int
    ) -> tuple[Component, ...]:
        if kind not in CONTAINERS:
            return ()
        raw = attributes.value("components")
        if not isinstance(raw, list):
            attributes.refuse_type("components", "eine Liste", "a list")
            return ()
        inside = self.components(raw, path if kind is ComponentType.GROUP else (), depth + 1)
        if kind is ComponentType.DYNAMICLIST:
            self.check_paths(inside)
            self._check_rows_follow_nothing(inside)
            if attributes.raw.get("allowAddRemove", True):
                self._check_rows_have_no_locked_fields(inside)
            if not any(fields_of(inside)):
                attributes.refuse(
                    "form.empty-list", "Die dynamische Liste hat keine Felder.", "The dynamic list has no fields."
                )
        return inside

    def _path(self, attributes: Attributes, kind: ComponentType, prefix: tuple[str, ...]) -> tuple[str, ...]:
        attribute = "path" if kind in CONTAINERS else "key"
        if kind not in CONTAINERS and kind not in INPUTS:
            return ()
        written = attributes.raw.get(attribute)
        if not written and kind is ComponentType.GROUP:
            return prefix
        if not isinstance(written, str) or not written:
            attributes.refuse(
                "form.key",
                f"Dem Feld fehlt die Angabe „{attribute}“, unter der sein Wert gespeichert wird.",
                f"The field has no “{attribute}” to store its value under.",
            )
            return (*prefix, f"_{attributes.element_id}")
        if not _KEY.fullmatch(written) or len(written) > 200 or set(written.split(".")) & {*_ROW_NAMES}:
            attributes.refuse(
                "form.key",
                f"Der Schlüssel „{written[:60]}“ ist nicht möglich: Er beginnt mit einem Buchstaben, besteht aus "
                "Buchstaben ohne Umlaute, Ziffern und Unterstrich und heißt nicht this, parent oder i.",
                f"The key “{written[:60]}” is not possible: it starts with a letter, has letters without accents, "
                "digits and underscores, and is not this, parent or i.",
                key=written[:200],
            )
        return (*prefix, *written.split("."))

    def _subtype(self, attributes: Attributes) -> DateSubtype:
        written = attributes.value("subtype")
        try:
            return DateSubtype(written or "date")
        except ValueError:
            attributes.refuse_type("subtype", "date, time oder datetime", "date, time or datetime")
            return DateSubtype.DATE

    def _repetitions(self, attributes: Attributes, kind: ComponentType) -> int:
        if kind is not ComponentType.DYNAMICLIST:
            return 1
        attributes.boolean("isRepeating", True)
        written = attributes.integer("defaultRepetitions", 0, MAX_ROWS)
        return 1 if written is None else written

    def _check_id(self, attributes: Attributes, element_id: str) -> None:
        if element_id in self.ids:
            attributes.refuse(
                "form.id", f"Die Id „{element_id}“ kommt mehrfach vor.", f"The id “{element_id}” is used twice."
            )
        if not _ID.fullmatch(element_id) or len(element_id) > 200:
            attributes.refuse(
                "form.id",
                f"Die Id „{element_id[:60]}“ enthält unzulässige Zeichen.",
                f"The id “{element_id[:60]}” has characters that are not allowed.",
            )
        self.ids.add(element_id)

    def check_paths(self, components: tuple[Component, ...]) -> None:
        """Two fields with one path overwrite each other; a field inside another field's value cannot be stored."""
        seen: dict[tuple[str, ...], str] = {}
        for field in fields_of(components):
            taken = seen.get(field.path)
            inside = next((path for path in seen if _contains(path, field.path) or _contains(field.path, path)), None)
            if taken is not None or inside is not None:
                other = taken or seen[inside or ()]
                self.findings.append(
                    Finding(
                        "form.key-duplicate",
                        Severity.ERROR,
                        field.id,
                        f"Der Schlüssel „{field.name}“ ist schon vergeben (Feld {other}).",
                        f"The key “{field.name}” is already used (field {other}).",
                        {"key": field.name, "other": other},
                    )
                )
            seen[field.path] = field.id

    def _check_rows_have_no_locked_fields(self, inside: tuple[Component, ...]) -> None:
        """Rows have no identity: once a row is removed, nobody could say which fixed value belongs to which row."""
        for field in fields_of(inside):
            if field.disabled or field.readonly is not False:
                self.findings.append(
                    Finding(
                        "form.locked-row",
                        Severity.ERROR,
                        field.id,
                        "Felder nur zum Lesen sind in einer Liste nur möglich, wenn Zeilen weder hinzugefügt noch "
                        "entfernt werden können (allowAddRemove: false).",
                        "Read-only fields in a list need rows that cannot be added or removed (allowAddRemove: false).",
                    )
                )

    def _check_rows_follow_nothing(self, inside: tuple[Component, ...]) -> None:
        """A row of its own cannot be followed: the property would say nothing."""
        for field in fields_of(inside):
            if field.fill is not None:
                self.findings.append(
                    Finding(
                        "form.fill-row",
                        Severity.ERROR,
                        field.id,
                        "Felder in einer Liste können anderen nicht folgen (Eigenschaft fill).",
                        "Fields in a list cannot follow others (property fill).",
                    )
                )

    def _file_error(self, code: str, message_de: str, message_en: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, None, message_de, message_en))


def _expression(attributes: Attributes, properties: Mapping[str, str], name: str) -> Expression | None:
    written = properties.get(name)
    return attributes.compile(f"properties.{name}", written) if written else None


def _is_blank(written: Any) -> bool:
    return written is None or (isinstance(written, str) and not written.strip())


def _contains(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    return len(outer) < len(inner) and inner[: len(outer)] == outer
