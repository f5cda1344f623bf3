/** Adds our groups to the properties panel and replaces the standard timer value by one that knows FEEL. */
import { Group } from '@bpmn-io/properties-panel';

import { entryFor } from './entries.jsx';
import {
  assignmentFields,
  calledProcessFields,
  conditionFields,
  deadlineFields,
  decisionFields,
  formFields,
  handlerFields,
  loopFields,
  messageFields,
  scriptFields,
  timerFields,
} from './fields.js';
import { mappingGroups } from './mappings.jsx';

/** Groups of our own, in the order in which they appear after the general group. */
const GROUPS = [
  { id: 'pw-assignment', label: 'Zuweisung', fields: assignmentFields },
  { id: 'pw-form-group', label: 'Formular', fields: formFields },
  { id: 'pw-deadlines', label: 'Fristen', fields: deadlineFields },
  { id: 'pw-execution', label: 'Ausführung', fields: handlerFields },
  { id: 'pw-decision-group', label: 'Entscheidung', fields: decisionFields },
  { id: 'pw-call', label: 'Aufruf', fields: calledProcessFields },
  { id: 'pw-script', label: 'Skript', fields: scriptFields },
  { id: 'pw-condition', label: 'Bedingung', fields: conditionFields },
];

/** Standard groups that get further entries; an entry of the standard named in `replaces` gives way. */
const EXTENDED = [
  { id: 'timer', fields: timerFields, replaces: 'timerEventDefinitionValue' },
  { id: 'message', fields: messageFields },
  { id: 'multiInstance', fields: loopFields },
];

// after the standard provider, whose groups are extended
const PRIORITY = 500;

class PhasenwerkPropertiesProvider {
  static $inject = ['propertiesPanel', 'modeling', 'commandStack', 'bpmnFactory', 'config.catalogue'];

  constructor(propertiesPanel, modeling, commandStack, bpmnFactory, catalogue) {
    this.modeling = modeling;
    this.commandStack = commandStack;
    this.bpmnFactory = bpmnFactory;
    this.catalogue = catalogue;
    propertiesPanel.registerProvider(PRIORITY, this);
  }

  getGroups(element) {
    return (groups) => {
      const context = this.contextFor(element);
      const entries = (fields) => fields(element, context).map((field) => entryFor({ variables: context.variables, ...field }));
      for (const { id, fields, replaces } of EXTENDED) {
        const group = groups.find((candidate) => candidate.id === id);
        if (group) group.entries = [...group.entries.filter((entry) => entry.id !== replaces), ...entries(fields)];
      }
      const own = GROUPS.map(({ id, label, fields }) => ({ id, label, component: Group, entries: entries(fields), shouldOpen: true }));
      const [general, ...rest] = groups;
      return [general, ...own.filter((group) => group.entries.length), ...mappingGroups(element, context), ...rest].filter(Boolean);
    };
  }

  contextFor(element) {
    const { modeling, commandStack, bpmnFactory, catalogue } = this;
    return {
      catalogue,
      variables: catalogue.variables,
      write: (moddleElement, properties) => modeling.updateModdleProperties(element, moddleElement, properties),
      /** Several changes that belong together and are undone together: `[[moddleElement, properties], …]`. */
      writeAll: (changes) =>
        commandStack.execute(
          'properties-panel.multi-command-executor',
          changes.map(([moddleElement, properties]) => ({
            cmd: 'element.updateModdleProperties',
            context: { element, moddleElement, properties },
          })),
        ),
      create: (type, properties, parent) => {
        const created = bpmnFactory.create(type, properties);
        created.$parent = parent;
        return created;
      },
    };
  }
}

export default {
  __init__: ['phasenwerkPropertiesProvider'],
  phasenwerkPropertiesProvider: ['type', PhasenwerkPropertiesProvider],
};
