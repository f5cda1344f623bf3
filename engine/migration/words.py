"""What is said about plans and instances, in German and English, by code."""

from __future__ import annotations

#: code → (German, English); names in braces are facts. No text ever holds process data.
_TEXTS: dict[str, tuple[str, str]] = {
    # about a plan
    "other-process": (
        "Der Plan ist für andere Prozesse gemacht; erwartet wird {expected}.",
        "The plan is made for other processes; expected {expected}.",
    ),
    "unknown-process": (
        "Der Plan nennt {process} → {into}; so eine Ersetzung gibt es zwischen diesen Versionen nicht.",
        "The plan speaks of {process} → {into}; these versions have no such replacement.",
    ),
    "unknown-source": (
        "{element} gibt es in der bisherigen Version nicht.",
        "{element} does not exist in the present version.",
    ),
    "unknown-target": ("{target} gibt es in der neuen Version nicht.", "{target} does not exist in the new version."),
    "kind": (
        "{element} ({was}) kann nicht zu {target} ({is}) werden: Es sind verschiedene Arten von Elementen.",
        "{element} ({was}) cannot become {target} ({is}): they are different kinds of elements.",
    ),
    "loop": (
        "{element} und {target} laufen unterschiedlich oft: einmal, als Schleife, nacheinander oder nebeneinander.",
        "{element} and {target} run differently often: once, as a loop, one after another or side by side.",
    ),
    "event": (
        "{element} und {target} warten auf verschiedene Arten von Ereignissen.",
        "{element} and {target} are events of different kinds.",
    ),
    "effect": (
        "{element} und {target} wirken verschieden: innerhalb oder außerhalb des Schritts.",
        "{element} and {target} act differently: inside or outside the step.",
    ),
    "unmapped": (
        "{element} hat kein Gegenstück. Wer dort steht, kann nicht umziehen.",
        "{element} has no counterpart. What stands there cannot be migrated.",
    ),
    "leaves-scope": (
        "{element} würde {outer} verlassen, das selbst umzieht. Möglich ist nur ein Platz darin.",
        "{element} would leave {outer}, which migrates itself. Only a place inside it is possible.",
    ),
    "cannot-dissolve": (
        "{element} liegt in {outer}. Das hat kein Gegenstück und kann nicht um Laufendes herum wegfallen.",
        "{element} lies in {outer}, which has no counterpart and cannot be taken away from around what runs.",
    ),
    "cannot-emerge": (
        "{target} liegt in {outer}. Das kann nicht um Laufendes herum neu beginnen.",
        "{target} lies in {outer}, which cannot be begun around what already runs.",
    ),
    "other-border": (
        "{element} sitzt nun an {outer}. Nur was dort steht, wartet weiter darauf.",
        "{element} is now on the border of {outer}. Only what stands there goes on waiting for it.",
    ),
    "other-join": (
        "{element} führt zu {outer}, {target} zu einem anderen Gateway.",
        "{element} leads to {outer}, {target} to another gateway.",
    ),
    # about an instance
    "no-target": (
        "Hier steht der Vorgang, und das Element hat kein Gegenstück.",
        "The instance stands here, and the element has no counterpart.",
    ),
    "called-process": (
        "Der aufgerufene Prozess hat in der neuen Version keine Entsprechung.",
        "The called process has no counterpart in the new version.",
    ),
    "not-in-version": (
        "{target} gibt es in der neuen Version nicht an dieser Stelle.",
        "{target} does not exist at this place in the new version.",
    ),
    "flow": (
        "Am Gateway wartet ein Zweig ({flow}), der kein Gegenstück hat.",
        "A branch ({flow}) waits at the gateway that has no counterpart.",
    ),
    "starved": (
        "Das Gateway würde für immer warten: Auf {flow} kann nichts mehr ankommen.",
        "The gateway would wait for ever: nothing can arrive on {flow} any more.",
    ),
    "in-a-row": (
        "Was nebeneinander lief, träfe ohne Zusammenführung aufeinander und liefe doppelt: hier und {other}.",
        "What ran side by side would meet without a join and run twice: here and {other}.",
    ),
    "one-scope": (
        "Zwei laufende Schritte desselben Elements kämen in ein und dasselbe neue {outer}.",
        "Two running steps of the same element would come into one and the same new {outer}.",
    ),
    "compensation": (
        "Für das Rückgängigmachen von {activity} ist in der neuen Version nichts vorgesehen.",
        "The new version has nothing to undo {activity} with.",
    ),
    "undoing": (
        "Hier wird gerade etwas rückgängig gemacht; das muss erst enden.",
        "Something is being undone here; that has to end first.",
    ),
    "results": (
        "Die Ergebnisse der Durchläufe werden anders gesammelt als bisher.",
        "The results of the runs are collected differently than before.",
    ),
    "quantity": (
        "Hier sammeln sich Schritte; die nötige Zahl hat sich geändert.",
        "Tokens gather here; the number needed has changed.",
    ),
    "variables": (
        "Das Teilprozess-Feld {name} ginge verloren oder überschriebe ein anderes.",
        "The variable {name} of the sub-process would be lost or overwrite another.",
    ),
    "interrupted": (
        "Der Teilprozess ist durch ein Ereignis unterbrochen und kann jetzt nicht wegfallen.",
        "The sub-process was interrupted by an event and cannot be taken away now.",
    ),
    "expression": (
        "Ein Ausdruck der neuen Version lässt sich jetzt nicht auswerten: {reason}",
        "An expression of the new version cannot be evaluated now: {reason}",
    ),
    "job-leased": (
        "Ein Auftrag wird in diesem Augenblick ausgeführt. Später noch einmal versuchen.",
        "A job is being worked on at this moment. Try again later.",
    ),
    "suspended-moves": (
        "Der Vorgang ist angehalten, ginge durch den Umzug aber von selbst weiter.",
        "The instance is suspended but would go on by itself.",
    ),
    "deadlock": (
        "Nach dem Umzug würde nie wieder etwas geschehen.",
        "After the migration nothing would ever happen again.",
    ),
    "ended": ("Der Vorgang ist beendet.", "The instance has ended."),
    "version": (
        "Der Vorgang läuft nicht (mehr) in der Version, für die geplant wurde.",
        "The instance does not run in the version the plan is for (any more).",
    ),
    "failed": (
        "Beim Umzug trat ein Fehler auf ({reason}); der Vorgang ist unverändert.",
        "The migration failed ({reason}); the instance is unchanged.",
    ),
    # about an undo
    "advanced": (
        "Der Vorgang hat sich seit dem Umzug weiterbewegt.",
        "The instance has moved on since it was migrated.",
    ),
    "went-on": (
        "Der Vorgang ging beim Umzug von selbst weiter; das lässt sich nicht zurücknehmen.",
        "The instance went on by itself when it was migrated; that cannot be taken back.",
    ),
    "job-begun": (
        "Ein beim Umzug neu gestellter Auftrag ist schon begonnen.",
        "A job renewed by the migration has already been begun.",
    ),
    "kept-no-more": (
        "Der Zustand vor dem Umzug ist nicht mehr aufbewahrt.",
        "The state before the migration is kept no more.",
    ),
}


def say(code: str, **facts: str) -> tuple[str, str]:
    """The German and the English text of a code. Raises KeyError for an unknown code or a missing fact."""
    german, english = _TEXTS[code]
    return german.format(**facts), english.format(**facts)
