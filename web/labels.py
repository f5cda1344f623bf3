"""What stored values are called. Enum values are stored in English and read in the person's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import cast

from flask import g

from models.casework import (
    ActOccasion,
    AdminActState,
    AgreementState,
    AppointmentKind,
    AppointmentState,
    AssessmentFormat,
    BreachKind,
    Case,
    CaseState,
    Channel,
    ClientStatus,
    CompetenceKind,
    CompetenceLevel,
    ConsentForm,
    Continuity,
    CountResult,
    DutyResult,
    DutySide,
    EmploymentCategory,
    EmploymentMarking,
    FollowUpOutcome,
    FoundBy,
    GoalState,
    HandoverState,
    HitState,
    HouseholdPurpose,
    KeyGroup,
    LabourMarket,
    LeadUp,
    LegalCircle,
    LocalStrategyState,
    MatchingKind,
    MeasureState,
    MilestoneKind,
    MilestoneState,
    NeedStatus,
    OccupationStatus,
    Outcome,
    ProfilingSheet,
    ProviderKind,
    ProviderStatus,
    ReasonCategory,
    ReferralState,
    SearchArea,
    SearchChannel,
    SheetState,
    StrategyState,
    TalkHeld,
    WorkingHours,
)
from models.identity import Role
from processes import catalogues
from processes.household.rules import Answer
from processes.strategy.library import local_strategies
from web.language import lazy_gettext as _
from web.office import office

#: Pairs and no mapping: enums stored as text compare equal across types (`Channel.IN_PERSON == TalkHeld.IN_PERSON`).
_WORDS: tuple[tuple[Enum, str], ...] = (
    (LegalCircle.SGB2, _("SGB II")),
    (LegalCircle.SGB3, _("SGB III")),
    (CaseState.NEW, _("Erstgespräch")),
    (CaseState.PROFILING, _("Profiling")),
    (CaseState.GOAL_SET, _("Strategie")),
    (CaseState.PLANNED, _("Umsetzung")),
    (CaseState.AGREED, _("Zwischen den Gesprächen")),
    (CaseState.IN_PROGRESS, _("Zwischen den Gesprächen")),
    (CaseState.FOLLOW_UP, _("Folgegespräch")),
    (CaseState.EXEMPT, _("Zuordnung nicht erforderlich (Z)")),
    (CaseState.INTEGRATED_NEEDY, _("Integriert, weiter hilfebedürftig (I)")),
    (CaseState.CLOSED, _("Beendet")),
    (CaseState.DEREGISTERED, _("Abgemeldet")),
    (ClientStatus.UNEMPLOYED, _("arbeitslos")),
    (ClientStatus.JOB_SEEKING, _("arbeitsuchend")),
    (ClientStatus.TRAINING_SEEKING, _("ausbildungsuchend")),
    (ClientStatus.OTHER, _("andere")),
    (SheetState.OPEN, _("offen")),
    (SheetState.CLOSED, _("abgeschlossen")),
    (SheetState.RELEASED, _("zur Änderung freigegeben")),
    (SheetState.DELETED, _("gelöscht")),
    (NeedStatus.NOT_REVIEWED, _("nicht geprüft")),
    (NeedStatus.NOT_RELEVANT, _("nicht relevant")),
    (NeedStatus.UNDER_CLARIFICATION, _("in Klärung")),
    (NeedStatus.RELEVANT, _("relevant")),
    (KeyGroup.Q, _("Qualifikation")),
    (KeyGroup.L, _("Leistungsfähigkeit")),
    (KeyGroup.M, _("Motivation")),
    (KeyGroup.R, _("Rahmenbedingungen")),
    (KeyGroup.X, _("Arbeits- und Ausbildungsmarkt")),
    (LeadUp.NOT_NEEDED, _("keine Heranführung nötig")),
    (LeadUp.LE12, _("Heranführung bis 12 Monate")),
    (LeadUp.GT12, _("Heranführung über 12 Monate")),
    (LabourMarket.FAVOURABLE, _("günstig")),
    (LabourMarket.NEUTRAL, _("neutral")),
    (LabourMarket.UNFAVOURABLE, _("ungünstig")),
    (OccupationStatus.PROVISIONAL, _("vorläufig")),
    (OccupationStatus.CONFIRMED, _("bestätigt")),
    (CompetenceKind.VOCATIONAL, _("fachlich")),
    (CompetenceKind.CROSS, _("überfachlich")),
    (CompetenceLevel.BASIC, _("Grundkenntnisse")),
    (CompetenceLevel.ADVANCED, _("erweiterte Kenntnisse")),
    (CompetenceLevel.EXPERT, _("Expertenkenntnisse")),
    (MatchingKind.BASIC, _("Basisprofil")),
    (MatchingKind.MATCHING, _("Matchingprofil, sofort suchbar")),
    (GoalState.ACTIVE, _("wird verfolgt")),
    (GoalState.ACHIEVED, _("erreicht")),
    (GoalState.REPLACED, _("ersetzt")),
    (GoalState.DROPPED, _("aufgegeben")),
    (StrategyState.PLANNED, _("geplant")),
    (StrategyState.ACTIVE, _("läuft")),
    (StrategyState.DONE, _("erledigt")),
    (StrategyState.CANCELLED, _("abgebrochen")),
    (StrategyState.FAILED, _("gescheitert")),
    (AgreementState.DRAFT, _("Entwurf")),
    (AgreementState.DISCUSSED, _("besprochen")),
    (AgreementState.IN_FORCE, _("in Kraft")),
    (AgreementState.REVIEW_DUE, _("Überprüfung fällig")),
    (AgreementState.SUPERSEDED, _("abgelöst")),
    (AgreementState.EXPIRED, _("abgelaufen")),
    (AgreementState.REVOKED, _("aufgehoben")),
    (AdminActState.DRAFT, _("Entwurf")),
    (AdminActState.ISSUED, _("erlassen")),
    (AdminActState.REJECTED, _("davon abgesehen")),
    (AdminActState.REVOKED, _("aufgehoben")),
    (ActOccasion.FAILURE, _("Vereinbarung nicht zustande gekommen")),
    (ActOccasion.BREACH, _("Schritt nicht getan")),
    (ActOccasion.NO_SHOW, _("Termin versäumt")),
    (DutySide.CLIENT, _("Kundin oder Kunde")),
    (DutySide.PROVIDER, _("Jobcenter")),
    (DutySide.THIRD_PARTY, _("Dritte")),
    (DutyResult.FULFILLED, _("erfüllt")),
    (DutyResult.PARTLY, _("teilweise erfüllt")),
    (DutyResult.NOT, _("nicht erfüllt")),
    (AppointmentKind.FIRST_INTERVIEW, _("Erstgespräch")),
    (AppointmentKind.SECOND_INTERVIEW, _("Zweitgespräch")),
    (AppointmentKind.FOLLOW_UP, _("Folgegespräch")),
    (AppointmentKind.GRADUATE_TALK, _("Absolventengespräch")),
    (AppointmentKind.OTHER, _("Gespräch")),
    (AppointmentState.AGREED, _("vereinbart")),
    (AppointmentState.HELD, _("stattgefunden")),
    (AppointmentState.MOVED, _("verlegt")),
    (AppointmentState.MISSED, _("nicht erschienen")),
    (AppointmentState.CANCELLED, _("abgesagt")),
    (Channel.IN_PERSON, _("persönlich")),
    (Channel.PHONE, _("telefonisch")),
    (Channel.VIDEO, _("per Video")),
    (TalkHeld.IN_PERSON, _("persönliches Gespräch")),
    (TalkHeld.PHONE, _("Telefongespräch")),
    (TalkHeld.VIDEO, _("Videogespräch")),
    (TalkHeld.NONE_FILE_BASED, _("nach Aktenlage, ohne Gespräch")),
    (FollowUpOutcome.UNCHANGED, _("unverändert")),
    (FollowUpOutcome.PROFILE, _("Profil geändert")),
    (FollowUpOutcome.GOAL, _("Ziel geändert")),
    (FollowUpOutcome.STRATEGY, _("Strategie geändert")),
    (FollowUpOutcome.AGREEMENT, _("Vereinbarung zu erneuern")),
    (BreachKind.PLAN_STEP, _("Schritt der Vereinbarung nicht erfüllt")),
    (BreachKind.REFUSED_JOB, _("zumutbare Arbeit abgelehnt")),
    (BreachKind.MEASURE, _("Maßnahme nicht angetreten oder abgebrochen")),
    (EmploymentCategory.INTERNSHIP, _("Praktikum")),
    (EmploymentCategory.INSURED, _("Erwerbstätigkeit, sozialversicherungspflichtig")),
    (EmploymentCategory.MARGINAL, _("Erwerbstätigkeit, geringfügig")),
    (EmploymentCategory.COMPANY_TRAINING, _("Ausbildung, betrieblich oder außerbetrieblich")),
    (EmploymentCategory.FULL_TRAINING, _("Ausbildung, voll qualifizierend")),
    (EmploymentCategory.FURTHER_TRAINING, _("Weiterbildung")),
    (EmploymentCategory.DUAL_STUDIES, _("duales Studium")),
    (EmploymentCategory.VOLUNTARY_SERVICE, _("Freiwilligendienst")),
    (EmploymentCategory.WORK_OPPORTUNITY_16D, _("Arbeitsgelegenheit (§ 16d SGB II)")),
    (EmploymentMarking.INTEGRATION, _("Integration")),
    (EmploymentMarking.CV, _("Lebenslauf")),
    (FoundBy.SELF_FOUND, _("selbst gefunden")),
    (FoundBy.PLACED_BY_JOBCENTER, _("durch das Jobcenter vermittelt")),
    (CountResult.COUNTED, _("zählt")),
    (CountResult.NOT_COUNTED, _("zählt nicht")),
    (CountResult.REVIEW, _("zu klären")),
    (Continuity.CONTINUOUS, _("sechs Monate durchgehend")),
    (Continuity.INTERRUPTED, _("in den sechs Monaten unterbrochen")),
    (Continuity.UNKNOWN, _("nicht bekannt, ob sechs Monate durchgehend")),
    (MilestoneKind.CHILD_14_MONTHS, _("Kind vollendet 14 Monate")),
    (MilestoneKind.SELF_EMPLOYED_YEAR, _("ein Jahr selbständig")),
    (MilestoneKind.JOB_END, _("Arbeitsuchendmeldung vor Beschäftigungsende")),
    (HandoverState.EXPECTED, _("steht bevor")),
    (HandoverState.FROZEN, _("übergeben, Empfang offen")),
    (HandoverState.RECEIVED, _("Empfang bestätigt")),
    (HandoverState.EFFECTIVE, _("vollzogen")),
    (HandoverState.NOT_NEEDED, _("kein Antrag erwartet")),
    (HandoverState.CANCELLED, _("gestrichen")),
    (HouseholdPurpose.SHARE_DATA, _("Daten vor anderen Mitgliedern offenlegen")),
    (HouseholdPurpose.JOINT_TALK, _("gemeinsames Gespräch")),
    (Answer.NOT_ASKED, _("nicht gefragt")),
    (Answer.GIVEN, _("erteilt")),
    (Answer.REFUSED, _("abgelehnt")),
    (Answer.WITHDRAWN, _("widerrufen")),
    (ConsentForm.WRITTEN, _("schriftlich")),
    (ConsentForm.ELECTRONIC, _("elektronisch")),
    (MilestoneState.OPEN, _("offen")),
    (MilestoneState.DONE, _("geprüft")),
    (MilestoneState.CANCELLED, _("gestrichen")),
    (MeasureState.REQUESTED, _("Agentur entscheidet")),
    (MeasureState.ASSIGNED, _("zugewiesen")),
    (MeasureState.RUNNING, _("läuft")),
    (MeasureState.ENDED, _("beendet")),
    (MeasureState.ABORTED, _("abgebrochen")),
    (MeasureState.DECLINED, _("abgelehnt")),
    (MeasureState.NOT_STARTED, _("nicht angetreten")),
    (ReasonCategory.AVAILABILITY, _("Verfügbarkeit")),
    (ReasonCategory.CAPACITY, _("Erwerbs- und Leistungsfähigkeit")),
    (ReasonCategory.APTITUDE, _("Eignung")),
    (ReasonCategory.OTHER, _("anderes")),
    (AssessmentFormat.STATEMENT, _("Stellungnahme")),
    (AssessmentFormat.ON_FILE, _("Gutachten nach Aktenlage")),
    (AssessmentFormat.SYMPTOM_EXAMINATION, _("Gutachten mit symptombezogener Untersuchung")),
    (AssessmentFormat.FULL_EXAMINATION, _("Gutachten mit umfassender Untersuchung")),
    (ReferralState.REQUESTED, _("wartet auf Antwort")),
    (ReferralState.ANSWERED, _("beantwortet")),
    (ReferralState.WITHDRAWN, _("zurückgenommen")),
    (ReferralState.REFUSED, _("Einwilligung abgelehnt")),
    (SearchChannel.OWN_SYSTEM, _("Eigenes System")),
    (SearchChannel.JOB_ROBOT, _("Jobroboter")),
    (SearchChannel.JOB_BOARD, _("Jobbörse")),
    (SearchArea.TOWN, _("am Ort")),
    (SearchArea.REGION, _("in der Region")),
    (SearchArea.EVERYWHERE, _("überall")),
    (WorkingHours.ANY, _("jede Arbeitszeit")),
    (WorkingHours.FULL_TIME, _("Vollzeit")),
    (WorkingHours.PART_TIME, _("Teilzeit")),
    (WorkingHours.MARGINAL, _("Minijob")),
    (HitState.NEW, _("neu")),
    (HitState.PROPOSED, _("vorgeschlagen")),
    (HitState.UNSUITABLE, _("passt nicht")),
    (HitState.LAPSED, _("entfallen")),
    (Outcome.APPLIED, _("beworben")),
    (Outcome.NO_ANSWER, _("keine Antwort")),
    (Outcome.REJECTED, _("abgelehnt")),
    (Outcome.HIRED, _("eingestellt")),
    (LocalStrategyState.PROPOSED, _("vorgeschlagen")),
    (LocalStrategyState.IN_USE, _("im Einsatz")),
    (LocalStrategyState.RETIRED, _("nicht mehr angeboten")),
    (ProviderKind.PROVIDER, _("Träger")),
    (ProviderKind.EMPLOYER, _("Arbeitgeber")),
    (ProviderKind.BOTH, _("Träger und Arbeitgeber")),
    (ProviderStatus.ACTIVE, _("aktiv")),
    (ProviderStatus.PAUSED, _("ruhend")),
    (ProviderStatus.DEACTIVATED, _("deaktiviert")),
    (Role.CASEWORKER, _("Fachkraft")),
    (Role.TEAM_LEAD, _("Teamleitung")),
    (Role.SPECIALIST_SUPPORT, _("Fachbetreuung")),
    (Role.BENEFIT_UNIT, _("Leistungsstelle")),
    (Role.DESIGNER, _("Prozessgestaltung")),
    (Role.ADMINISTRATOR, _("Administration")),
)

_LABELS = {(type(value), value.value): word for value, word in _WORDS}


#: Ages that contact density and caseloads look at (§ 44c (4) SGB II).
AGE_BANDS = {"UNTER_25": _("unter 25"), "AB_25": _("25 bis 54"), "AB_55": _("ab 55")}


#: What went wrong at a step, by the class of its incident; the message beside it is for technicians.
_INCIDENTS = {
    "Deadlock": _("Keine Stelle des Ablaufs kann weiter"),
    "DecisionResult": _("Die Entscheidung gibt einen Wert, aber die Aufgabe nennt keine Angabe dafür"),
    "EndlessLoop": _("Der Ablauf dreht sich im Kreis, ohne zu warten"),
    "ExpressionFailed": _("Ein Ausdruck im Modell ließ sich nicht auswerten"),
    "NestedTooDeep": _("Zu viele Prozesse rufen einander auf"),
    "NoDataStore": _("Ein Datenspeicher ist von hier aus nicht erreichbar"),
    "NoFlowMatches": _("Keine Bedingung der ausgehenden Pfade trifft zu, und kein Pfad ist der Standard"),
    "NoPlainStart": _("Der aufgerufene Prozess hat keinen einfachen Start"),
    "ProcessMissing": _("Der aufgerufene Prozess ist nicht veröffentlicht"),
    "TimerTextError": _("Eine Frist im Modell ist nicht lesbar oder vorbei"),
    "UncaughtError": _("Ein Fehler wurde gemeldet, den das Modell nicht auffängt"),
}


def incident_label(error_class: str) -> str:
    """What went wrong, in words."""
    return str(_INCIDENTS.get(error_class, _("Der Schritt ist gescheitert (%(what)s)"))) % {"what": error_class}


def label(value: Enum | None) -> str:
    """The word for a stored value, a dash for nothing."""
    if value is None:
        return "–"
    return str(_LABELS.get((type(value), value.value), value.value))


def segment_of(thing: Case | ProfilingSheet) -> str:
    """The name of the segment in the scheme it was given in, a dash for none."""
    return catalogues.segment_label(thing.segment_scheme, thing.segment) or "–"


def need_label(code: str, catalogue: str) -> str:
    """The name of a need in the version of the catalogue its sheet was made with."""
    known = catalogues.needs_catalogues().get(catalogue)
    return known.need_label(code) if known else code


def strategy_label(code: str) -> str:
    """The name of a strategy in the newest version that knows it; local ones are looked up in the office's own."""
    if code.startswith("ST_LOCAL_"):
        return _local_names().get(code, code)
    for known in reversed(catalogues.needs_catalogues().values()):
        if (found := known.strategy_label(code)) != code:
            return found
    return code


def _local_names() -> Mapping[str, str]:
    """Names of the local strategies, read once per request."""
    if "local_strategies" not in g:
        with office().engine.reading() as rows:
            g.local_strategies = {one.code: one.label for one in local_strategies(rows)}
    return cast(Mapping[str, str], g.local_strategies)


def goal_label(code: str) -> str:
    return catalogues.goal_catalogue().label(code)


def agreement_label(code: str) -> str:
    """What a type of agreement is called; the code for one that is not configured any more."""
    known = catalogues.agreement_types().get(code)
    return known.label if known else code


#: Which of the four phases a case is in (0: before the first). Fachkonzept A.
PHASE_OF = {
    CaseState.NEW: 0,
    CaseState.PROFILING: 1,
    CaseState.GOAL_SET: 3,
    CaseState.PLANNED: 4,
    CaseState.AGREED: 5,
    CaseState.IN_PROGRESS: 5,
    CaseState.FOLLOW_UP: 5,
}


def phase_of(state: CaseState, sheet: ProfilingSheet | None) -> int | None:
    """The phase a case is in, None once it has left them: profiling is over when its sheet is closed."""
    if state is CaseState.PROFILING and sheet is not None and sheet.state is not SheetState.OPEN:
        return 2
    return PHASE_OF.get(state)


#: What the elements of a diagram are called, by their tag.
_ELEMENT_KINDS = {
    "startEvent": _("Beginn"),
    "endEvent": _("Ende"),
    "userTask": _("Aufgabe"),
    "manualTask": _("Handgriff"),
    "serviceTask": _("System"),
    "sendTask": _("Versand"),
    "receiveTask": _("Empfang"),
    "scriptTask": _("Berechnung"),
    "businessRuleTask": _("Entscheidungstabelle"),
    "callActivity": _("Aufgerufener Vorgang"),
    "subProcess": _("Teilprozess"),
    "transaction": _("Teilprozess"),
    "adHocSubProcess": _("Teilprozess"),
    "exclusiveGateway": _("Entscheidung"),
    "parallelGateway": _("Verzweigung"),
    "inclusiveGateway": _("Auswahl"),
    "complexGateway": _("Auswahl"),
    "eventBasedGateway": _("Warten auf Ereignis"),
    "boundaryEvent": _("Ereignis am Rand"),
    "intermediateCatchEvent": _("Warten"),
    "intermediateThrowEvent": _("Ereignis"),
    "task": _("Schritt"),
}


def element_kind(tag: str) -> str:
    """The word for a kind of element, the tag itself for one that is not listed."""
    return str(_ELEMENT_KINDS.get(tag, tag))
