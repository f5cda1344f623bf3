"""Who may what: permissions of the roles, candidate groups of a person, and which cases somebody may see.

Roles and their rights follow Fachkonzept F.1; social data stays with those responsible for it (§ 35 (1) SGB I), so
designers and administrators hold no right that shows a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, false, select, true

from engine.actor import Actor
from models.casework import Case
from models.identity import Membership, Role, Team, User

_EVERYBODY = frozenset({"account.use"})

_CASEWORK = frozenset(
    {
        "worklist.read",
        "task.claim",
        "task.complete",
        "case.read",
        "case.write",
        "case.open",
        "case.comment",
        "appointment.move",
        "appointment.arrange",
        "strategy.decide",
        "absence.plan",
        "letter.write",
        "batch.run",
        "case.hand_over",
        "provider.read",
        "catalogue.read",
    }
)

#: Providers: reading is open to casework; writing and taking lists out of the house go with the right (Fachkonzept D).
_PROVIDERS = frozenset({"provider.read", "provider.write", "catalogue.read"})

#: Permissions of each role. Names are those that the commands declare, plus `….read` for pages.
PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _EVERYBODY | _CASEWORK,
    Role.TEAM_LEAD: _EVERYBODY
    | _PROVIDERS
    | {
        "strategy.propose",
        "worklist.read",
        "task.claim",
        "task.complete",
        "task.assign",
        "case.read",
        # Beyond the office's limit of moves only the team lead may move an appointment.
        "appointment.move",
        "appointment.arrange",
        "case.hand_over",
        # What binds a person is ended before its time by the lead alone.
        "agreement.revoke",
        "team.read",
        "incident.retry",
        "instance.operate",
        "clock.move",
        "case.comment",
        "absence.plan",
        "absence.plan_team",
        "batch.run",
        "case.assign",
    },
    Role.SPECIALIST_SUPPORT: _EVERYBODY
    | _PROVIDERS
    | {
        "provider.export",
        "strategy.propose",
        "strategy.library",
        # Closed profiling sheets: only the specialist support releases, deletes and prints them (Fachkonzept A.1.9).
        "sheet.release",
        "sheet.delete",
        "sheet.print",
        "office.rule_sets",
        "occupation.import",
        "worklist.read",
        "task.claim",
        "task.complete",
        "case.read",
        "case.comment",
        "team.read",
        "incident.retry",
        "instance.operate",
    },
    # Told what is decided about a benefit by a task of its own; it sees no case (Fachkonzept F.1; § 35 (1) SGB I).
    Role.BENEFIT_UNIT: _EVERYBODY | {"worklist.read", "task.claim", "task.complete"},
    Role.DESIGNER: _EVERYBODY | {"model.read", "model.deploy"},
    Role.ADMINISTRATOR: _EVERYBODY | {"people.read", "catalogue.read", "office.close"},
}

#: Roles whose candidate group is bound to a team: `fachkraft:<team key>`.
_TEAM_GROUPS = {Role.CASEWORKER: "fachkraft", Role.TEAM_LEAD: "teamleitung"}
#: Roles whose candidate group spans the office.
_OFFICE_GROUPS = {Role.SPECIALIST_SUPPORT: "fachbetreuung", Role.BENEFIT_UNIT: "leistungsstelle"}


#: Marks, among the groups of an actor, the colleagues they stand in for today: `vertretung:<sign-in name>`.
_COVER = "vertretung:"
#: The same for single cases: `vertretungsfall:<case number>`.
_COVERED_CASE = "vertretungsfall:"


@dataclass(frozen=True)
class Covering:
    """Whom somebody stands in for today: `people` with all their cases, `cases` (number → who is absent) alone."""

    people: frozenset[str] = frozenset()
    cases: Mapping[str, str] = field(default_factory=dict)

    @property
    def absent(self) -> frozenset[str]:
        """Everybody they stand in for, wholly or in part."""
        return self.people | frozenset(self.cases.values())

    def absent_for(self, assignee: str | None, case_number: str | None) -> str | None:
        """In whose place the work of this person in this case is done, None if not in anybody's."""
        if assignee is None:
            return None
        covered = assignee in self.people or self.cases.get(case_number or "") == assignee
        return assignee if covered else None


NOBODY = Covering()


def actor_for(user: User, covering: Covering = NOBODY) -> Actor:
    """The actor a signed-in person is: permissions of all roles, candidate groups of all memberships.

    They see the cases of those they stand in for meanwhile.
    """
    marks = {f"{_COVER}{name}" for name in covering.people} | {f"{_COVERED_CASE}{case}" for case in covering.cases}
    return Actor(
        name=user.username,
        permissions=permissions_of(m.role for m in user.memberships),
        groups=groups_of(user.memberships) | marks,
    )


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """The union of the roles' permissions."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def groups_of(memberships: Iterable[Membership]) -> frozenset[str]:
    """Candidate groups: `fachkraft:<team>`, `teamleitung:<team>`, `fachbetreuung`, `leistungsstelle`."""
    groups = set()
    for membership in memberships:
        if membership.role in _TEAM_GROUPS and membership.team is not None:
            groups.add(f"{_TEAM_GROUPS[membership.role]}:{membership.team.key}")
        elif membership.role in _OFFICE_GROUPS:
            groups.add(_OFFICE_GROUPS[membership.role])
    return frozenset(groups)


def teams_of(actor: Actor) -> frozenset[str]:
    """Keys of the teams whose cases the actor is responsible for."""
    prefixes = tuple(f"{name}:" for name in _TEAM_GROUPS.values())
    return frozenset(group.split(":", 1)[1] for group in actor.groups if group.startswith(prefixes))


def covers(actor: Actor, username: str) -> bool:
    """Whether the actor stands in for this colleague today."""
    return f"{_COVER}{username}" in actor.groups


def leads(actor: Actor, team: str) -> bool:
    """Whether the actor leads this team."""
    return f"{_TEAM_GROUPS[Role.TEAM_LEAD]}:{team}" in actor.groups


def visible_cases(actor: Actor) -> ColumnElement[bool]:
    """The one filter under every question about cases: a team's people see the team's cases, Fachbetreuung all.

    Whoever stands in for an absent colleague sees that colleague's cases too. Without `case.read` nothing is
    visible, whatever the groups say.
    """
    if not actor.may("case.read"):
        return false()
    if _OFFICE_GROUPS[Role.SPECIALIST_SUPPORT] in actor.groups:
        return true()
    own: ColumnElement[bool] = Case.team_id.in_(select(Team.id).where(Team.key.in_(teams_of(actor))))
    people = _marked(actor, _COVER)
    if people:
        own |= Case.caseworker_id.in_(select(User.id).where(User.username.in_(people)))
    cases = _marked(actor, _COVERED_CASE)
    return own | Case.case_number.in_(cases) if cases else own


def _marked(actor: Actor, mark: str) -> list[str]:
    return sorted(group.removeprefix(mark) for group in actor.groups if group.startswith(mark))
