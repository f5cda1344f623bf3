"""Who may what: permissions of the roles, candidate groups of a person, and which cases somebody may see.

Roles and their rights follow Fachkonzept F.1; social data stays with those responsible for it (§ 35 (1) SGB I), so
designers and administrators hold no right that shows a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
        "appointment.move",
        "appointment.arrange",
        "strategy.decide",
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
        "worklist.read",
        "task.claim",
        "task.complete",
        "task.assign",
        "case.read",
        # Beyond the office's limit of moves only the team lead may move an appointment.
        "appointment.move",
        "appointment.arrange",
        "case.hand_over",
        "team.read",
        "incident.retry",
        "instance.operate",
        "clock.move",
    },
    Role.SPECIALIST_SUPPORT: _EVERYBODY
    | _PROVIDERS
    | {
        "provider.export",
        "worklist.read",
        "task.claim",
        "task.complete",
        "case.read",
        "team.read",
        "incident.retry",
        "instance.operate",
    },
    Role.DESIGNER: _EVERYBODY | {"model.read", "model.deploy"},
    Role.ADMINISTRATOR: _EVERYBODY | {"people.read", "catalogue.read"},
}

#: Roles whose candidate group is bound to a team: `fachkraft:<team key>`.
_TEAM_GROUPS = {Role.CASEWORKER: "fachkraft", Role.TEAM_LEAD: "teamleitung"}
#: Roles whose candidate group spans the office.
_OFFICE_GROUPS = {Role.SPECIALIST_SUPPORT: "fachbetreuung"}


#: Marks, among the groups of an actor, the colleagues they stand in for today: `vertretung:<sign-in name>`.
_COVER = "vertretung:"


def actor_for(user: User, covers: Iterable[str] = ()) -> Actor:
    """The actor a signed-in person is: permissions of all roles, candidate groups of all memberships.

    `covers` are the sign-in names of absent colleagues whose cases they see meanwhile.
    """
    return Actor(
        name=user.username,
        permissions=permissions_of(m.role for m in user.memberships),
        groups=groups_of(user.memberships) | {f"{_COVER}{name}" for name in covers},
    )


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """The union of the roles' permissions."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def groups_of(memberships: Iterable[Membership]) -> frozenset[str]:
    """Candidate groups: `fachkraft:<team>`, `teamleitung:<team>`, `fachbetreuung`."""
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


def visible_cases(actor: Actor) -> ColumnElement[bool]:
    """The one filter under every question about cases: a team's people see the team's cases, Fachbetreuung all.

    Whoever stands in for an absent colleague sees that colleague's cases too. Without `case.read` nothing is
    visible, whatever the groups say.
    """
    if not actor.may("case.read"):
        return false()
    if _OFFICE_GROUPS[Role.SPECIALIST_SUPPORT] in actor.groups:
        return true()
    own = Case.team_id.in_(select(Team.id).where(Team.key.in_(teams_of(actor))))
    covered = [group.removeprefix(_COVER) for group in actor.groups if group.startswith(_COVER)]
    if not covered:
        return own
    return own | Case.caseworker_id.in_(select(User.id).where(User.username.in_(covered)))
