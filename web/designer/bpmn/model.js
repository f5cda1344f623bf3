/** Questions about BPMN elements that several parts of the process editor ask. */
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil';

export { getBusinessObject, is, isAny };

/** The event definition of a type, e.g. `eventDefinition(element, 'bpmn:TimerEventDefinition')`, or undefined. */
export const eventDefinition = (element, type) =>
  getBusinessObject(element).eventDefinitions?.find((definition) => is(definition, type));

/** The message that a receive task or an event sends or waits for, or undefined. */
export function messageOf(element) {
  const carrier = is(element, 'bpmn:ReceiveTask')
    ? getBusinessObject(element)
    : eventDefinition(element, 'bpmn:MessageEventDefinition');
  return carrier?.get('messageRef');
}

export const loopOf = (element) => {
  const loop = getBusinessObject(element).loopCharacteristics;
  return is(loop, 'bpmn:MultiInstanceLoopCharacteristics') ? loop : undefined;
};

export const ioMappingOf = (element) =>
  getBusinessObject(element).extensionElements?.get('values').find((value) => is(value, 'pw:IoMapping'));

/** Elements that exchange data with the outside by input and output mappings. */
export const hasMappings = (element) =>
  isAny(element, ['bpmn:CallActivity', 'bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:ReceiveTask', 'bpmn:BusinessRuleTask']) ||
  Boolean(is(element, 'bpmn:Event') && eventDefinition(element, 'bpmn:MessageEventDefinition'));

const isThrowing = (element) => isAny(element, ['bpmn:SendTask', 'bpmn:ThrowEvent']);
const isWaiting = (element) => isAny(element, ['bpmn:ReceiveTask', 'bpmn:CatchEvent']);

export const hasInputs = (element) => hasMappings(element) && !isWaiting(element);
export const hasOutputs = (element) => hasMappings(element) && !isThrowing(element);
export const waitsForMessage = isWaiting;

/** The process a diagram shows: of the root itself or of its first pool. */
export function processOf(root) {
  const object = getBusinessObject(root);
  if (is(object, 'bpmn:Process')) return object;
  return object.participants?.find(({ processRef }) => processRef)?.processRef;
}
