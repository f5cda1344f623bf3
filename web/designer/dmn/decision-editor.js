/** The adapter between the workbench and dmn-js: requirements diagram, decision tables and expressions in tabs. */
import Modeler from 'dmn-js/lib/Modeler';
import { is } from 'dmn-js-shared/lib/util/ModelUtil';

import decisionTexts from '../german/decisions.js';
import { translatorFor } from '../german/translate.js';
import { h } from '../shell/dom.js';
import { AttributeMarkers } from '../shell/findings.js';
import { blankDecision } from './blank.js';

const VIEW_KINDS = {
  drd: 'Übersicht',
  decisionTable: 'Tabelle',
  literalExpression: 'Ausdruck',
  boxedExpression: 'Funktion',
};

export class DecisionEditor {
  fileExtension = '.dmn';
  mediaType = 'application/xml';
  canvasShortcuts = [
    { keys: 'Strg+Z', label: 'Rückgängig' },
    { keys: 'Strg+Y', label: 'Wiederholen' },
    { keys: 'Eingabe', label: 'In der Tabelle: nächste Zeile' },
    { keys: 'Umschalt+Eingabe', label: 'In der Tabelle: vorige Zeile' },
    { keys: 'Strg+Eingabe', label: 'In der Zelle: neue Zeile' },
  ];

  mount(stage, { functions = [], variables = [] }) {
    this.views = h('div', { class: 'ed-views', role: 'group', 'aria-label': 'Teile der Entscheidung' });
    this.identity = h('div', { class: 'ed-identity' });
    this.canvas = h('div', { class: 'ed-canvas ed-canvas--dmn', role: 'region', 'aria-label': 'Entscheidung' });
    stage.classList.add('ed-stage--stacked');
    stage.replaceChildren(h('div', { class: 'ed-views-bar' }, this.views, this.identity), this.canvas);

    this.changed = () => {};
    this.markers = new AttributeMarkers(selectorsOf);
    const additionalModules = [translatorFor(decisionTexts), variableSuggestions(functions, variables)];
    this.modeler = new Modeler({
      container: this.canvas,
      // dmn-js does not pass common modules on to its views
      ...Object.fromEntries(Object.keys(VIEW_KINDS).map((view) => [view, { additionalModules }])),
    });
    this.modeler.on('views.changed', () => this.#showViews());
    this.modeler.on('viewer.created', ({ viewer }) => {
      viewer.on('commandStack.changed', ({ trigger }) => {
        if (trigger !== 'clear') this.changed();
        this.#showViews();
      });
    });
  }

  async open(source, { key, name }) {
    await this.modeler.importXML(source ?? blankDecision(key, name));
    // one table is what most files hold: show it instead of a diagram with one box
    const tables = this.modeler.getViews().filter(({ type }) => type === 'decisionTable');
    if (tables.length === 1) await this.modeler.open(tables[0]);
    this.#fit();
  }

  async read() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  get commandStack() {
    return this.modeler?.getActiveViewer()?.get('commandStack');
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
    const [, ...path] = this.#pathTo(id) ?? [];
    return path.map((element) => nameIn(element)).filter(Boolean).join(' › ') || id;
  }

  async goTo({ element_id: id }) {
    const path = this.#pathTo(id);
    const view = path && this.modeler.getViews().find(({ element }) => element !== this.modeler.getDefinitions() && path.includes(element));
    await this.#open(view ?? this.modeler.getViews()[0]);
    const target = this.canvas.querySelector(selectorsOf(CSS.escape(id)));
    target?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    target?.focus?.();
  }

  showFindings(findings) {
    this.markers.show(findings);
  }

  async #open(view) {
    await this.modeler.open(view);
    this.#fit();
  }

  #fit() {
    if (this.modeler.getActiveView()?.type === 'drd') this.modeler.getActiveViewer().get('canvas').zoom('fit-viewport', 'auto');
  }

  #showViews() {
    const active = this.modeler.getActiveView();
    const focused = document.activeElement?.dataset?.viewId;
    this.views.replaceChildren(
      ...this.modeler.getViews().map((view) => {
        const label = view.type === 'drd' ? VIEW_KINDS.drd : `${view.name || view.id} (${VIEW_KINDS[view.type]})`;
        return h('button', { type: 'button', class: 'ed-tab', 'data-view-id': view.id, 'aria-current': view.id === active?.id ? 'true' : null, onclick: () => this.#open(view) }, label);
      }),
    );
    if (focused) this.views.querySelector(`[data-view-id="${CSS.escape(focused)}"]`)?.focus();
    this.#showIdentity(active);
  }

  /** The key by which processes call the decision; dmn-js shows it nowhere. */
  #showIdentity(view) {
    const decision = view && is(view.element, 'dmn:Decision') ? view.element : null;
    if (!decision) {
      this.identity.replaceChildren();
      return;
    }
    if (this.identity.contains(document.activeElement)) return;
    const input = h('input', { id: 'ed-decision-id', type: 'text', value: decision.id, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'ed-decision-id-problem' });
    const problem = h('span', { id: 'ed-decision-id-problem', class: 'ed-problem', role: 'status' });
    input.addEventListener('change', () => {
      problem.textContent = this.#problemOf(input.value, decision) ?? '';
      if (!problem.textContent && input.value !== decision.id) {
        this.modeler.getActiveViewer().get('modeling').updateProperties(decision, { id: input.value });
      }
    });
    this.identity.replaceChildren(h('label', { for: 'ed-decision-id' }, 'Kennung'), input, problem);
  }

  #problemOf(id, decision) {
    if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(id)) return 'Nur Buchstaben, Ziffern, Punkt, Binde- und Unterstrich; vorn keine Ziffer.';
    const path = this.#pathTo(id);
    return path && path.at(-1) !== decision ? 'Diese Kennung ist schon vergeben.' : null;
  }

  /** The elements from the file down to the one with this id, or null. */
  #pathTo(id) {
    const visit = (element, path) => {
      const here = [...path, element];
      if (element.id === id) return here;
      for (const property of element.$descriptor?.properties ?? []) {
        if (property.isReference || property.isAttr) continue;
        for (const child of [element.get(property.name)].flat()) {
          const found = child?.$type && child.$descriptor && visit(child, here);
          if (found) return found;
        }
      }
      return null;
    };
    const definitions = this.modeler.getDefinitions();
    return definitions ? visit(definitions, []) : null;
  }
}

const selectorsOf = (id) =>
  ['element', 'row', 'col'].map((kind) => `.ed-canvas--dmn [data-${kind}-id="${id}"]`).join(', ');

/** What a person calls an element of a table: "Regel 2", the heading of a cell's column, the name of a decision. */
function nameIn(element) {
  const { $parent: parent } = element;
  if (is(element, 'dmn:DecisionRule')) return `Regel ${parent.rule.indexOf(element) + 1}`;
  if (parent && is(parent, 'dmn:DecisionRule')) {
    const table = parent.$parent;
    const column = table.input?.[parent.inputEntry?.indexOf(element)] ?? table.output?.[parent.outputEntry?.indexOf(element)];
    return column ? nameIn(column) : null;
  }
  return element.label || element.name || element.inputExpression?.text || null;
}

/** Completes names in FEEL cells by what the server knows, beside what dmn-js finds in the file. */
function variableSuggestions(functions, variables) {
  const known = [
    ...variables,
    ...functions.map(({ name, params = [], info }) => ({ name, info, type: 'function', params: params.map((param) => ({ name: param })) })),
  ];
  function suggestKnown(injector) {
    // the requirements diagram has no expressions and so no resolver
    injector.get('variableResolver', false)?.registerProvider({ getVariables: (found) => [...found, ...known] });
  }
  suggestKnown.$inject = ['injector'];
  return { __init__: ['suggestKnown'], suggestKnown: ['type', suggestKnown] };
}
