"""The parts of a case to look at: each under the head of the case and its tabs, and each look is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from models.casework import Case
from processes.identity.access_log import LogAccess
from web.formatters import office_day
from web.office import actor, now, office
from web.readers import case_file
from web.readers.cases import find_case

#: What a part shows of the case, by the names its template uses.
Content = Callable[[Session, Case], Mapping[str, Any]]


def case_page(number: str, part: str, looked_at: str, content: Content, *, template: str = "") -> str:
    """The page of a part; `looked_at` is the German word for it in the access log. Raises NotFound.

    The template is named like the part unless another is given.
    """
    with office().engine.reading() as rows:
        line = find_case(rows, actor(), number, now())
        case_id = line.case.id
        page = render_template(
            f"pages/cases/{template or part}.html",
            line=line,
            case=line.case,
            part=part,
            counts=case_file.counts(rows, line.case),
            today=office_day(now()),
            **content(rows, line.case),
        )
    office().engine.execute(LogAccess(case_id, looked_at), actor())
    return page
