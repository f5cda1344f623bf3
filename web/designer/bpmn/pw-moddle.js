/**
 * What Phasenwerk adds to BPMN 2.0, as a moddle descriptor: it makes bpmn-js read and write these attributes typed.
 *
 * The same contract is read by the engine. Attributes of other tools stay in the file untouched.
 */
const text = (name) => ({ name, isAttr: true, type: 'String' });

export const NAMESPACE = 'urn:phasenwerk:bpmn:1.0';

export default {
  name: 'Phasenwerk',
  uri: NAMESPACE,
  prefix: 'pw',
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    {
      name: 'UserTaskAttributes',
      extends: ['bpmn:UserTask'],
      properties: ['candidateGroups', 'assignee', 'form', 'dueDate', 'followUpDate', 'priority'].map(text),
    },
    {
      name: 'HandlerAttributes',
      extends: ['bpmn:ServiceTask', 'bpmn:SendTask'],
      properties: ['handler', 'effect', 'retry'].map(text),
    },
    {
      name: 'DecisionAttributes',
      extends: ['bpmn:BusinessRuleTask'],
      properties: ['decision', 'resultVariable'].map(text),
    },
    {
      name: 'MessageAttributes',
      extends: ['bpmn:Message'],
      properties: ['correlationKey', 'timeToLive'].map(text),
    },
    { name: 'TimerAttributes', extends: ['bpmn:TimerEventDefinition'], properties: [text('missed')] },
    {
      name: 'LoopAttributes',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: ['collection', 'elementVariable', 'outputCollection', 'outputElement'].map(text),
    },
    {
      name: 'IoMapping',
      superClass: ['Element'],
      meta: {
        allowedIn: ['bpmn:UserTask', 'bpmn:CallActivity', 'bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:ReceiveTask', 'bpmn:BusinessRuleTask', 'bpmn:Event'],
      },
      properties: [
        { name: 'inputs', type: 'Input', isMany: true },
        { name: 'outputs', type: 'Output', isMany: true },
      ],
    },
    { name: 'Input', superClass: ['Element'], properties: [text('source'), text('target')] },
    { name: 'Output', superClass: ['Element'], properties: [text('source'), text('target')] },
  ],
};
