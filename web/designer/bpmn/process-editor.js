/** The adapter between the workbench and bpmn-js: canvas, properties panel, outline, findings. */
import Modeler from 'bpmn-js/lib/Modeler';
import bpmnLibrary from 'bpmn-js-i18n/translations/de';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from 'bpmn-js-properties-panel';
import minimap from 'diagram-js-minimap';

import diagramTexts from '../german/diagram.js';
import propertiesTexts from '../german/properties.js';
import { translatorFor } from '../german/translate.js';
import { h } from '../shell/dom.js';
import { createSidePanel, createSplitter } from '../shell/side-panel.js';
import { blankDiagram } from './blank.js';
import { FindingMarkers } from './finding-markers.js';
import { Outline } from './outline.js';
import properties from './properties/provider.js';
import moddle from './pw-moddle.js';
import { showWhole, zoomControls } from './zoom.js';

const EMPTY_CATALOGUE = { groups: [], forms: [], handlers: [], decisions: [], processes: [], functions: [], variables: [] };

const BEFORE_ALL_OTHERS = 10_000;

const extras = {
  __init__: ['findingMarkers', 'elementList'],
  findingMarkers: ['type', FindingMarkers],
  elementList: ['type', Outline], // "outline" is a service of diagram-js
};

export class ProcessEditor {
  fileExtension = '.bpmn';
  mediaType = 'application/xml';
  canvasShortcuts = [
    { keys: 'Strg+Z', label: 'Rückgängig' },
    { keys: 'Strg+Y', label: 'Wiederholen' },
    { keys: 'Strg+C', label: 'Kopieren' },
    { keys: 'Strg+V', label: 'Einfügen' },
    { keys: 'Strg+F', label: 'Im Diagramm suchen' },
    { keys: 'Strg+A', label: 'Alles auswählen' },
    { keys: 'Entf', label: 'Löschen' },
    { keys: 'E', label: 'Beschriften' },
    { keys: 'R', label: 'Art des Elements ändern' },
    { keys: 'H', label: 'Ansicht verschieben' },
    { keys: 'L', label: 'Mehrere Elemente auswählen' },
    { keys: 'C', label: 'Verbinden' },
    { keys: 'Strg+0', label: 'Ursprüngliche Größe' },
    { keys: 'Strg+Pfeiltaste', label: 'Ansicht bewegen' },
  ];

  mount(stage, catalogue) {
    const known = { ...EMPTY_CATALOGUE, ...catalogue };
    known.variables = [...known.variables, ...known.functions.map(asFunction)];
    const canvas = h('div', { class: 'ed-canvas', role: 'region', 'aria-label': 'Diagramm' });
    const side = createSidePanel([
      { id: 'properties', label: 'Eigenschaften' },
      { id: 'outline', label: 'Gliederung' },
    ]);
    stage.classList.add('ed-stage--beside');
    stage.replaceChildren(canvas, createSplitter(side.element), side.element);

    this.modeler = new Modeler({
      container: canvas,
      catalogue: known,
      propertiesPanel: { parent: side.contents.properties, feelLanguageContext: { parserDialect: undefined } },
      moddleExtensions: { pw: moddle },
      additionalModules: [
        translatorFor(bpmnLibrary, diagramTexts, propertiesTexts),
        BpmnPropertiesPanelModule,
        BpmnPropertiesProviderModule,
        minimap,
        properties,
        extras,
      ],
    });
    this.outline.attachTo(side.contents.outline, () => {
      side.select('properties');
      side.contents.properties.focus();
    });
    this.get('keyboard').addListener(BEFORE_ALL_OTHERS, ({ keyEvent }) => isLetterAlone(keyEvent) && !this.shortcutsAreOn());
    canvas.append(zoomControls(this.get('canvas'), this.get('zoomScroll')));
    // the palette arranges itself after the room it has, which the list of findings takes and gives back
    new ResizeObserver(() => this.get('canvas').resized()).observe(canvas);
  }

  get(service) {
    return this.modeler.get(service);
  }

  get outline() {
    return this.get('elementList');
  }

  async open(source, { key, name }) {
    await this.modeler.importXML(source ?? blankDiagram(key, name));
    showWhole(this.get('canvas'));
    await panelListens();
  }

  async read() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  async readSvg() {
    return (await this.modeler.saveSVG()).svg;
  }

  undo() {
    this.get('commandStack').undo();
  }

  redo() {
    this.get('commandStack').redo();
  }

  history() {
    const commandStack = this.modeler?.get('commandStack');
    return { canUndo: commandStack?.canUndo(), canRedo: commandStack?.canRedo() };
  }

  /** Called for edits only: importing clears the command stack, which is not an edit. */
  onChange(callback) {
    this.get('eventBus').on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && callback());
  }

  nameOf(id) {
    const element = this.get('elementRegistry').get(id);
    return element ? this.outline.nameOf(element) : id;
  }

  goTo({ element_id: id, detail }) {
    const element = this.get('elementRegistry').get(id);
    if (!element) return;
    const root = this.get('canvas').findRoot(element);
    if (root) this.get('canvas').setRootElement(root); // it may lie in a collapsed sub-process
    this.outline.choose(element);
    if (detail?.property) this.get('eventBus').fire('propertiesPanel.showEntry', { id: entryIdOf(detail.property) });
  }

  showFindings(findings) {
    this.get('findingMarkers').show(findings);
    this.get('eventBus').fire('pw.findings');
    this.#showErrorsOfSelection();
    if (this.showsErrors) return;
    this.showsErrors = true;
    this.get('eventBus').on('selection.changed', () => this.#showErrorsOfSelection());
  }

  /** The fields in the panel say what is wrong with them, as far as a finding names its property. */
  #showErrorsOfSelection() {
    const [element = this.get('canvas').getRootElement()] = this.get('selection').get();
    const located = this.get('findingMarkers').of(element.id).filter(({ detail }) => detail?.property);
    const errors = Object.fromEntries(located.map(({ detail, message }) => [entryIdOf(detail.property), message]));
    this.get('eventBus').fire('propertiesPanel.setErrors', { errors });
  }
}

/** A letter without Ctrl or Alt: the shortcuts that WCAG 2.1.4 wants to be switchable. */
const isLetterAlone = ({ key, ctrlKey, metaKey, altKey }) => /^\p{L}$/u.test(key) && !ctrlKey && !metaKey && !altKey;

/** The properties panel follows the selection only after it was painted once. */
const panelListens = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

const entryIdOf = (property) => property.replace(':', '-');

/** A FEEL function of the product, in the shape that the FEEL field completes. */
const asFunction = ({ name, params = [], info }) => ({ name, info, type: 'function', params: params.map((param) => ({ name: param })) });
