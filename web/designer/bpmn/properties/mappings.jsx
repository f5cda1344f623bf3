/** Input and output mappings: two lists in the properties panel, stored as one `pw:ioMapping`. */
import { ListGroup } from '@bpmn-io/properties-panel';

import { getBusinessObject, hasInputs, hasOutputs, ioMappingOf } from '../model.js';
import { entryFor } from './entries.jsx';

const SIDES = {
  inputs: {
    id: 'pw-inputs',
    label: 'Eingaben',
    type: 'pw:Input',
    sourceLabel: 'Wert aus dem Prozess',
    targetLabel: 'Übergeben als',
    applies: hasInputs,
  },
  outputs: {
    id: 'pw-outputs',
    label: 'Ausgaben',
    type: 'pw:Output',
    sourceLabel: 'Wert aus dem Ergebnis',
    targetLabel: 'Im Prozess speichern als',
    applies: hasOutputs,
  },
};

export function mappingGroups(element, context) {
  return Object.entries(SIDES)
    .filter(([side, { applies }]) => applies(element) || ioMappingOf(element)?.get(side).length)
    .map(([side, description]) => groupFor(element, side, description, context));
}

function groupFor(element, side, { id, label, type, sourceLabel, targetLabel }, context) {
  const mapping = ioMappingOf(element);
  const rows = mapping?.get(side) ?? [];
  return {
    id,
    label,
    component: ListGroup,
    items: rows.map((row, index) => ({
      id: `${id}-${index}`,
      label: row.get('target') || '(ohne Namen)',
      autoFocusEntry: `${id}-${index}-target`,
      entries: [
        entryFor({ id: `${id}-${index}-target`, label: targetLabel, kind: 'text', get: () => row.get('target'), set: (target) => context.write(row, { target }) }),
        entryFor({ id: `${id}-${index}-source`, label: sourceLabel, kind: 'feel', variables: context.variables, get: () => row.get('source'), set: (source) => context.write(row, { source }) }),
      ],
      remove: (event) => {
        event.stopPropagation();
        removeRow(element, mapping, side, row, context);
      },
    })),
    add: (event) => {
      event.stopPropagation();
      addRow(element, side, type, context);
    },
  };
}

function addRow(element, side, type, { writeAll, create }) {
  const object = getBusinessObject(element);
  const changes = [];
  let { extensionElements } = object;
  if (!extensionElements) {
    extensionElements = create('bpmn:ExtensionElements', { values: [] }, object);
    changes.push([object, { extensionElements }]);
  }
  let mapping = ioMappingOf(element);
  if (!mapping) {
    mapping = create('pw:IoMapping', { inputs: [], outputs: [] }, extensionElements);
    changes.push([extensionElements, { values: [...extensionElements.get('values'), mapping] }]);
  }
  const row = create(type, { source: '=', target: '' }, mapping);
  changes.push([mapping, { [side]: [...mapping.get(side), row] }]);
  writeAll(changes);
}

/** Removes a row, and with the last one everything that was only there for it, so that the file stays as it was. */
function removeRow(element, mapping, side, row, { writeAll }) {
  const rest = mapping.get(side).filter((other) => other !== row);
  const other = side === 'inputs' ? 'outputs' : 'inputs';
  if (rest.length || mapping.get(other).length) {
    writeAll([[mapping, { [side]: rest }]]);
    return;
  }
  const object = getBusinessObject(element);
  const values = object.extensionElements.get('values').filter((value) => value !== mapping);
  writeAll([values.length ? [object.extensionElements, { values }] : [object, { extensionElements: undefined }]]);
}
