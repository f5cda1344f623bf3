/**
 * The fields that the process editor adds to the properties panel: which element has which, and what they mean.
 *
 * `write(moddleElement, properties)` stores values as one undoable step; `catalogue` is what the server suggests.
 */
import { eventDefinition, getBusinessObject, is, isAny, loopOf, messageOf, waitsForMessage } from '../model.js';

const EFFECTS = [
  { value: '', label: '(keine Angabe)' },
  { value: 'inside', label: 'innerhalb: nur Datenbank, im selben Schritt' },
  { value: 'outside', label: 'außerhalb: Post, PDF, Schnittstelle; mit Wiederholung' },
];

/** A field for an attribute such as "pw:form"; its id "pw-form" is what a finding's `detail.property` leads to. */
function attribute(target, name, write, field) {
  return {
    id: name.replace(':', '-'),
    get: () => target.get(name),
    set: (value) => write(target, { [name]: value }),
    kind: 'text',
    ...field,
  };
}

export function assignmentFields(element, { catalogue, write }) {
  if (!is(element, 'bpmn:UserTask')) return [];
  const task = getBusinessObject(element);
  const isExpression = task.get('pw:candidateGroups')?.trim().startsWith('=');
  return [
    attribute(task, 'pw:candidateGroups', write, {
      label: 'Wer darf die Aufgabe übernehmen?',
      kind: isExpression ? 'timeOrFeel' : 'groups',
      suggestions: catalogue.groups,
      help: 'Alle Personen dieser Gruppen sehen die Aufgabe und können sie übernehmen. Nach „=“ auch ein FEEL-Ausdruck, zum Beispiel = "fachkraft:" + team',
    }),
    attribute(task, 'pw:assignee', write, {
      label: 'Fest zugewiesen an',
      kind: 'feel',
      help: 'Ausdruck, der den Anmeldenamen ergibt, zum Beispiel fall.betreuung. Leer: Die Aufgabe liegt bei den Gruppen.',
    }),
  ];
}

export function formFields(element, { catalogue, write }) {
  if (!is(element, 'bpmn:UserTask')) return [];
  return [
    attribute(getBusinessObject(element), 'pw:form', write, {
      label: 'Formular',
      suggestions: catalogue.forms,
      help: 'Datei des Formulars, zum Beispiel zielberuf.form. Ohne Formular wird die Aufgabe nur bestätigt.',
    }),
  ];
}

export function deadlineFields(element, { write }) {
  if (!is(element, 'bpmn:UserTask')) return [];
  const task = getBusinessObject(element);
  return [
    attribute(task, 'pw:dueDate', write, {
      label: 'Fällig',
      kind: 'timeOrFeel',
      help: 'Dauer ab Beginn der Aufgabe (P14D sind 14 Tage, P6M sechs Monate), Zeitpunkt, oder FEEL nach „=“.',
    }),
    attribute(task, 'pw:followUpDate', write, {
      label: 'Wiedervorlage',
      kind: 'timeOrFeel',
      help: 'Ab dann erscheint die Aufgabe wieder oben in der Arbeitsliste.',
    }),
    attribute(task, 'pw:priority', write, {
      label: 'Dringlichkeit',
      kind: 'timeOrFeel',
      help: 'Ganze Zahl von 0 bis 100 oder FEEL nach „=“. Ohne Angabe: 50.',
    }),
  ];
}

export function handlerFields(element, { catalogue, write }) {
  if (!isAny(element, ['bpmn:ServiceTask', 'bpmn:SendTask'])) return [];
  const task = getBusinessObject(element);
  return [
    attribute(task, 'pw:handler', write, {
      label: 'Programmschritt (Handler)',
      suggestions: catalogue.handlers,
      help: 'Name aus dem Verzeichnis der Programmschritte. Neue Schritte schreibt die Entwicklung.',
    }),
    attribute(task, 'pw:effect', write, {
      label: 'Wirkung',
      kind: 'select',
      options: EFFECTS,
      help: 'Innerhalb wird mit dem Prozessschritt gespeichert oder verworfen. Außerhalb läuft als Auftrag im Hintergrund.',
    }),
    attribute(task, 'pw:retry', write, {
      label: 'Wiederholung',
      help: 'R3/PT1M: drei Versuche im Abstand von einer Minute, danach ein Vorfall.',
    }),
  ];
}

export function decisionFields(element, { catalogue, write }) {
  if (!is(element, 'bpmn:BusinessRuleTask')) return [];
  const task = getBusinessObject(element);
  return [
    attribute(task, 'pw:decision', write, {
      label: 'Entscheidung',
      suggestions: catalogue.decisions,
      help: 'Kennung der Entscheidung. Ihre Version steht mit der Veröffentlichung des Prozesses fest.',
    }),
    attribute(task, 'pw:resultVariable', write, {
      label: 'Ergebnis speichern als',
      help: 'Name der Variable, die das Ergebnis der Tabelle aufnimmt.',
    }),
  ];
}

export function calledProcessFields(element, { catalogue, write }) {
  if (!is(element, 'bpmn:CallActivity')) return [];
  return [
    {
      ...attribute(getBusinessObject(element), 'calledElement', write, {}),
      id: 'calledElement',
      label: 'Aufgerufener Prozess',
      suggestions: catalogue.processes,
      help: 'Kennung des Prozesses. Seine Version steht mit der Veröffentlichung dieses Diagramms fest.',
    },
  ];
}

export function scriptFields(element, { write }) {
  if (!is(element, 'bpmn:ScriptTask')) return [];
  const task = getBusinessObject(element);
  return [
    {
      id: 'script',
      label: 'Werte setzen',
      kind: 'feel',
      get: () => task.get('script'),
      set: (script) => write(task, { script, scriptFormat: script ? 'feel' : undefined }),
      help: 'FEEL-Kontext, dessen Einträge in die Prozessdaten übernommen werden: { abgeschlossen: true, runde: runde + 1 }',
    },
  ];
}

const DECIDES = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway', 'bpmn:Activity'];

export function conditionFields(element, context) {
  const definition = is(element, 'bpmn:Event') && eventDefinition(element, 'bpmn:ConditionalEventDefinition');
  if (definition) return [expression(definition, 'condition', context, 'Das Ereignis tritt ein, sobald der Ausdruck wahr wird.')];
  const object = getBusinessObject(element);
  const isDecided = is(element, 'bpmn:SequenceFlow') && isAny(object.sourceRef, DECIDES) && object.sourceRef.default !== object;
  if (!isDecided) return [];
  return [expression(object, 'conditionExpression', context, 'Der Fluss wird genommen, wenn der Ausdruck wahr ist, zum Beispiel segment = "Förderprofil".')];
}

/** A FEEL expression that BPMN keeps in an element of its own. */
function expression(holder, property, { write, create }, help) {
  return {
    id: property,
    label: 'Bedingung',
    kind: 'feel',
    get: () => holder.get(property)?.get('body'),
    set: (body) => {
      const current = holder.get(property);
      if (current && body) write(current, { body });
      else write(holder, { [property]: body ? create('bpmn:FormalExpression', { body }, holder) : undefined });
    },
    help,
  };
}

const TIMER_HELP = {
  timeDate: 'Zeitpunkt wie 2026-07-01T09:00 (Ortszeit), oder FEEL nach „=“: = frist ende(abschluss, duration("P6M"))',
  timeDuration: 'Dauer wie P6M (sechs Monate), P14D (14 Tage), PT2H (zwei Stunden), oder FEEL nach „=“.',
  timeCycle: 'Wiederholung wie R/P1M (monatlich ohne Ende) oder R3/P7D (dreimal wöchentlich), oder FEEL nach „=“.',
};

/** The value of a timer; its kind is chosen in the standard entry before it. */
export function timerFields(element, { write }) {
  const timer = is(element, 'bpmn:Event') && eventDefinition(element, 'bpmn:TimerEventDefinition');
  const kind = timer && Object.keys(TIMER_HELP).find((name) => timer.get(name));
  if (!kind) return [];
  const text = timer.get(kind);
  return [
    {
      id: `timer-${kind}`,
      label: { timeDate: 'Zeitpunkt', timeDuration: 'Dauer', timeCycle: 'Wiederholung' }[kind],
      kind: 'timeOrFeel',
      get: () => text.get('body'),
      set: (body) => write(text, { body }),
      help: TIMER_HELP[kind],
    },
    ...(kind === 'timeCycle' ? [missedField(timer, write)] : []),
  ];
}

function missedField(timer, write) {
  return attribute(timer, 'pw:missed', write, {
    label: 'Nach einem Stillstand',
    kind: 'select',
    options: [
      { value: '', label: 'jede versäumte Wiederholung nachholen' },
      { value: 'once', label: 'alle versäumten zusammen einmal' },
    ],
  });
}

export function messageFields(element, { write }) {
  const message = messageOf(element);
  if (!message) return [];
  return [
    attribute(message, 'pw:correlationKey', write, {
      label: 'Zuordnung (Schlüssel)',
      kind: 'feel',
      help: waitsForMessage(element)
        ? 'Die Nachricht muss denselben Wert tragen, zum Beispiel fall.aktenzeichen. Gilt für alle Stellen dieser Nachricht.'
        : 'Wert, an dem der Empfänger die Nachricht erkennt. Gilt für alle Stellen dieser Nachricht.',
    }),
    attribute(message, 'pw:timeToLive', write, {
      label: 'Aufbewahren für',
      help: 'So lange wartet eine Nachricht auf ihren Empfänger, zum Beispiel P7D. Ohne Angabe: gar nicht.',
    }),
  ];
}

export function loopFields(element, { write }) {
  const loop = loopOf(element);
  if (!loop) return [];
  return [
    attribute(loop, 'pw:collection', write, {
      label: 'Liste',
      kind: 'feel',
      help: 'Ein Durchlauf je Eintrag dieser Liste, zum Beispiel bedarfe[status = "offen"].',
    }),
    attribute(loop, 'pw:elementVariable', write, { label: 'Name des Eintrags', help: 'Unter diesem Namen sieht jeder Durchlauf seinen Eintrag.' }),
    attribute(loop, 'pw:outputCollection', write, { label: 'Ergebnisse sammeln in', help: 'Name der Liste, in der die Ergebnisse gesammelt werden.' }),
    attribute(loop, 'pw:outputElement', write, { label: 'Ergebnis eines Durchlaufs', kind: 'feel', help: 'Was jeder Durchlauf zur Liste beiträgt.' }),
  ];
}
