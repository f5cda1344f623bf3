/** The adapter between the workbench and the form-js editor. */
import { createFormEditor } from '@bpmn-io/form-js-editor';

import { h } from '../shell/dom.js';
import { AttributeMarkers } from '../shell/findings.js';
import accepted from './accepted-components.js';

const SCHEMA_VERSION = 19; // the one that form-js 1.23 writes

export class FormEditorAdapter {
  fileExtension = '.form';
  mediaType = 'application/json';
  canvasShortcuts = [
    { keys: 'Strg+Z', label: 'Rückgängig' },
    { keys: 'Strg+Y', label: 'Wiederholen' },
    { keys: 'Tabulator', label: 'Zum nächsten Baustein oder Feld' },
    { keys: 'Eingabe', label: 'Gewählten Baustein einfügen' },
  ];

  mount(stage) {
    this.stage = stage;
    this.container = h('div', { class: 'ed-canvas ed-canvas--form' });
    stage.replaceChildren(this.container);
    this.changed = () => {};
    this.markers = new AttributeMarkers((id) => `.ed-canvas--form .fjs-element[data-id="${id}"]`);
  }

  async open(source, { key }) {
    const schema = source === null ? { type: 'default', id: key, schemaVersion: SCHEMA_VERSION, components: [] } : parse(source);
    if (this.editor) {
      await this.editor.importSchema(schema);
      return;
    }
    this.editor = await createFormEditor({ container: this.container, schema, additionalModules: [accepted] });
    this.editor.on('commandStack.changed', ({ trigger }) => {
      if (trigger !== 'clear') this.changed();
    });
  }

  async read() {
    return `${JSON.stringify(this.editor.saveSchema(), null, 2)}\n`;
  }

  get commandStack() {
    return this.editor?.get('commandStack');
  }

  undo() {
    this.commandStack.undo();
  }

  redo() {
    this.commandStack.redo();
  }

  history() {
    return { canUndo: this.commandStack?.canUndo(), canRedo: this.commandStack?.canRedo() };
  }

  onChange(callback) {
    this.changed = callback;
  }

  nameOf(id) {
    const field = this.editor.get('formFieldRegistry').get(id);
    return field ? field.label || field.key || field.id : id;
  }

  goTo({ element_id: id }) {
    const field = this.editor.get('formFieldRegistry').get(id);
    if (!field) return;
    this.editor.get('selection').set(field);
    this.container.querySelector(`.fjs-element[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  showFindings(findings) {
    this.markers.show(findings);
  }
}

function parse(source) {
  let schema;
  try {
    schema = JSON.parse(source);
  } catch {
    throw new Error('Die Datei ist kein gültiges JSON.');
  }
  const twice = firstRepeated([schema.id, ...idsOf(schema.components ?? [])]);
  if (twice) throw new Error(`Die Kennung „${twice}“ kommt im Formular mehrfach vor; auch das Formular selbst hat eine.`);
  return schema;
}

const idsOf = (components) => components.flatMap(({ id, components: inner = [] }) => [id, ...idsOf(inner)]);

const firstRepeated = (ids) => ids.find((id, index) => id && ids.indexOf(id) !== index);
