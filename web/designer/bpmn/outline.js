/**
 * The diagram as a nested list: read it, choose elements, append, connect and delete without a mouse or a picture.
 *
 * It works on the same model as the drawing; every action is one undoable step.
 */
import { h } from '../shell/dom.js';
import { getBusinessObject, is, isAny } from './model.js';

const APPENDABLE = [
  ['bpmn:UserTask', 'Benutzeraufgabe'],
  ['bpmn:ServiceTask', 'Serviceaufgabe'],
  ['bpmn:BusinessRuleTask', 'Geschäftsregelaufgabe'],
  ['bpmn:ScriptTask', 'Skriptaufgabe'],
  ['bpmn:SendTask', 'Sendeaufgabe'],
  ['bpmn:ReceiveTask', 'Empfangsaufgabe'],
  ['bpmn:CallActivity', 'Aufrufaktivität'],
  ['bpmn:ExclusiveGateway', 'Exklusives Gateway'],
  ['bpmn:ParallelGateway', 'Paralleles Gateway'],
  ['bpmn:EventBasedGateway', 'Ereignisbasiertes Gateway'],
  ['bpmn:IntermediateThrowEvent', 'Zwischenereignis'],
  ['bpmn:EndEvent', 'Endereignis'],
];

const CONTAINERS = ['bpmn:Process', 'bpmn:SubProcess', 'bpmn:Participant', 'bpmn:Collaboration'];

export class Outline {
  static $inject = ['canvas', 'elementRegistry', 'elementFactory', 'selection', 'modeling', 'autoPlace', 'eventBus', 'translate', 'findingMarkers'];

  constructor(canvas, elementRegistry, elementFactory, selection, modeling, autoPlace, eventBus, translate, findingMarkers) {
    Object.assign(this, { canvas, elementRegistry, elementFactory, selection, modeling, autoPlace, translate, findingMarkers });
    this.list = h('div', { class: 'ed-outline__tree' });
    this.actions = h('div', { class: 'ed-outline__actions' });
    this.element = h('div', { class: 'ed-outline' }, this.actions, this.list);
    // what happens within one command belongs together: draw once, after it
    let scheduled = false;
    const schedule = () => {
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(() => {
        scheduled = false;
        this.render();
      });
    };
    eventBus.on(['import.done', 'commandStack.changed', 'selection.changed', 'pw.findings'], schedule);
  }

  /** `onEdit()` leads to the properties of the chosen element. */
  attachTo(container, onEdit) {
    this.onEdit = onEdit;
    container.append(this.element);
  }

  nameOf(element) {
    const { name } = getBusinessObject(element);
    return name?.trim() || `${this.kindOf(element)} ${element.id}`;
  }

  kindOf(element) {
    const type = element.type.replace('bpmn:', '').replace(/(\B[A-Z])/g, ' $1');
    const definition = getBusinessObject(element).eventDefinitions?.[0];
    const trigger = definition ? `${definition.$type.replace(/bpmn:|EventDefinition/g, '')} ` : '';
    return this.translate(`${trigger}${type}`);
  }

  render() {
    const focused = document.activeElement?.dataset?.elementId;
    const root = this.canvas.getRootElement();
    if (!root || root.isImplicit) return;
    this.list.replaceChildren(this.#listOf(root));
    this.#renderActions();
    if (focused) this.list.querySelector(`[data-element-id="${CSS.escape(focused)}"]`)?.focus();
  }

  #listOf(container) {
    return h('ul', {}, inFlowOrder(container).map((element) => this.#item(element)));
  }

  #item(element) {
    const selected = this.selection.isSelected(element);
    const marks = this.findingMarkers.of(element.id).length;
    const open = h(
      'button',
      { type: 'button', class: 'ed-outline__element', 'data-element-id': element.id, 'aria-pressed': String(selected), onclick: () => this.choose(element) },
      h('span', { class: 'ed-outline__name' }, this.nameOf(element)),
      h('span', { class: 'ed-outline__kind' }, ` ${this.kindOf(element)}`),
      marks > 0 && h('span', { class: 'ed-badge ed-badge--error' }, `${marks} ${marks === 1 ? 'Befund' : 'Befunde'}`),
    );
    const ways = (element.outgoing ?? []).filter((flow) => is(flow, 'bpmn:SequenceFlow')).map((flow) => this.#way(flow));
    const inner = isAny(element, CONTAINERS) && element.children?.length ? this.#listOf(element) : null;
    return h('li', {}, open, ways.length > 0 && h('ul', { class: 'ed-outline__ways' }, ways), inner);
  }

  #way(flow) {
    const condition = getBusinessObject(flow).name;
    const text = `weiter zu ${this.nameOf(flow.target)}${condition ? ` (${condition})` : ''}`;
    return h('li', {}, h('button', { type: 'button', class: 'ed-outline__way', 'data-element-id': flow.id, 'aria-pressed': String(this.selection.isSelected(flow)), onclick: () => this.choose(flow) }, text));
  }

  choose(element) {
    this.selection.select(element);
    this.canvas.scrollToElement(element);
  }

  #renderActions() {
    const [selected, ...others] = this.selection.get();
    const element = selected?.labelTarget ?? selected;
    if (!element || others.length) {
      this.actions.replaceChildren(h('p', { class: 'ed-help' }, 'Wählen Sie ein Element der Liste, um danach etwas anzufügen, es zu verbinden oder zu löschen.'));
      return;
    }
    const canContinue = is(element, 'bpmn:FlowNode') && !is(element, 'bpmn:EndEvent');
    this.actions.replaceChildren(
      h('p', { class: 'ed-outline__chosen' }, h('strong', {}, this.nameOf(element)), ` (${this.kindOf(element)})`),
      ...(canContinue ? [this.#appendRow(element), this.#connectRow(element)] : []),
      h(
        'div',
        { class: 'ed-outline__buttons' },
        h('button', { type: 'button', class: 'ed-button', onclick: () => this.onEdit() }, 'Eigenschaften'),
        h('button', { type: 'button', class: 'ed-button', onclick: () => this.#remove(element) }, 'Löschen'),
      ),
    );
  }

  #appendRow(element) {
    const type = choice('ed-append', APPENDABLE);
    const append = () => {
      const shape = this.elementFactory.createShape({ type: type.value });
      this.autoPlace.append(element, shape);
      this.choose(shape);
    };
    return row('ed-append', 'Danach anfügen', type, h('button', { type: 'button', class: 'ed-button', onclick: append }, 'Anfügen'));
  }

  #connectRow(element) {
    const targets = element.parent.children.filter((other) => other !== element && is(other, 'bpmn:FlowNode') && !is(other, 'bpmn:StartEvent') && !is(other, 'bpmn:BoundaryEvent') && other.type !== 'label');
    if (!targets.length) return null;
    const target = choice('ed-connect', targets.map((other) => [other.id, this.nameOf(other)]));
    const connect = () => this.modeling.connect(element, this.elementRegistry.get(target.value));
    return row('ed-connect', 'Verbinden mit', target, h('button', { type: 'button', class: 'ed-button', onclick: connect }, 'Verbinden'));
  }

  #remove(element) {
    const next = element.incoming?.[0]?.source;
    this.modeling.removeElements([element]);
    if (next) this.choose(next);
  }
}

const choice = (id, options) => h('select', { id }, options.map(([value, label]) => h('option', { value }, label)));
const row = (id, label, ...controls) => h('div', { class: 'ed-outline__row' }, h('label', { for: id }, label), ...controls);

/** The elements of a container in the order in which the process passes them, the rest after them as drawn. */
export function inFlowOrder(container) {
  const elements = (container.children ?? []).filter((child) => child.type !== 'label' && isAny(child, ['bpmn:FlowNode', 'bpmn:Participant']));
  const ordered = new Set();
  const visit = (element) => {
    if (ordered.has(element) || !elements.includes(element)) return;
    ordered.add(element);
    (element.attachers ?? []).forEach(visit);
    (element.outgoing ?? []).filter((flow) => is(flow, 'bpmn:SequenceFlow')).forEach((flow) => visit(flow.target));
  };
  const byPosition = (a, b) => a.y - b.y || a.x - b.x;
  elements.filter((element) => !element.incoming?.length && !element.host).sort(byPosition).forEach(visit);
  [...elements].sort(byPosition).forEach(visit);
  return [...ordered];
}
