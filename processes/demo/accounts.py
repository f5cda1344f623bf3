"""The people who work in the demo jobcenter. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass

from models.identity import Role

#: One password for all demo accounts; it opens nothing but the demo.
DEMO_PASSWORD = "Musterstadt-2026"

#: Team key → name.
TEAMS = {"nord": "Team Nord", "sued": "Team Süd", "u25": "Team U25"}

_ROLE_LABELS = {
    Role.CASEWORKER: "Fachkraft",
    Role.TEAM_LEAD: "Teamleitung",
    Role.SPECIALIST_SUPPORT: "Fachbetreuung",
    Role.BENEFIT_UNIT: "Leistungsstelle",
    Role.DESIGNER: "Prozessgestaltung",
    Role.ADMINISTRATOR: "Administration",
}


@dataclass(frozen=True)
class DemoAccount:
    """One person of the office. `teams` are keys of teams; `pace` is how many times longer than usual they take."""

    username: str
    display_name: str
    kind: Role
    teams: tuple[str, ...] = ()
    pace: float = 1.0

    @property
    def role(self) -> str:
        """German, for people who choose an account: "Fachkraft, Team Nord"."""
        return ", ".join([_ROLE_LABELS[self.kind], *(TEAMS[key] for key in self.teams)])

    def leads(self, team: str) -> bool:
        return self.kind is Role.TEAM_LEAD and team in self.teams

    @property
    def email(self) -> str:
        return f"{self.username}@jobcenter-musterstadt.example"


def demo_accounts() -> tuple[DemoAccount, ...]:
    """12 caseworkers, 2 team leads and one of each other role: those who show most come first."""
    return _ACCOUNTS


def caseworkers() -> tuple[DemoAccount, ...]:
    """In an order that takes the teams in turn, so that a small office has people in all three."""
    by_team = [[a for a in _ACCOUNTS if a.kind is Role.CASEWORKER and a.teams == (key,)] for key in TEAMS]
    return tuple(account for row in zip(*by_team, strict=True) for account in row)


_ACCOUNTS = (
    DemoAccount("a.becker", "Anna Becker", Role.CASEWORKER, ("nord",), pace=0.7),
    DemoAccount("m.yildiz", "Murat Yıldız", Role.CASEWORKER, ("nord",), pace=1.0),
    DemoAccount("s.krueger", "Sabine Krüger", Role.CASEWORKER, ("nord",), pace=1.4),
    DemoAccount("t.nowak", "Thomas Nowak", Role.CASEWORKER, ("nord",), pace=1.0),
    DemoAccount("l.hoffmann", "Laura Hoffmann", Role.CASEWORKER, ("sued",), pace=0.8),
    DemoAccount("j.petersen", "Jan Petersen", Role.CASEWORKER, ("sued",), pace=2.2),
    DemoAccount("f.albers", "Friederike Albers", Role.CASEWORKER, ("sued",), pace=1.0),
    DemoAccount("k.osei", "Kwame Osei", Role.CASEWORKER, ("sued",), pace=0.9),
    DemoAccount("n.lehmann", "Nina Lehmann", Role.CASEWORKER, ("u25",), pace=0.8),
    DemoAccount("d.rossi", "Davide Rossi", Role.CASEWORKER, ("u25",), pace=1.1),
    DemoAccount("p.winkler", "Petra Winkler", Role.CASEWORKER, ("u25",), pace=1.0),
    DemoAccount("e.schmitt", "Elif Schmitt", Role.CASEWORKER, ("u25",), pace=1.8),
    DemoAccount("h.brandt", "Heike Brandt", Role.TEAM_LEAD, ("nord", "u25")),
    DemoAccount("u.sommer", "Ulrich Sommer", Role.TEAM_LEAD, ("sued",)),
    DemoAccount("c.wolff", "Claudia Wolff", Role.SPECIALIST_SUPPORT),
    DemoAccount("b.arndt", "Birgit Arndt", Role.BENEFIT_UNIT),
    DemoAccount("g.lorenz", "Gesa Lorenz", Role.DESIGNER),
    DemoAccount("v.engel", "Viktor Engel", Role.ADMINISTRATOR),
)
