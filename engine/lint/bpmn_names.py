"""The names that may occur in a diagram file."""

from __future__ import annotations

#: Every element of the BPMN 2.0 schema (BPMN20.xsd and Semantic.xsd).
BPMN_ELEMENTS = frozenset(
    """
    activationCondition adHocSubProcess artifact assignment association auditing baseElement body boundaryEvent
    businessRuleTask callActivity callChoreography callConversation callableElement cancelEventDefinition
    catchEvent category categoryValue categoryValueRef choreography choreographyActivity choreographyTask collaboration
    compensateEventDefinition complexBehaviorDefinition complexGateway condition conditionExpression
    completionCondition conditionalEventDefinition conversation conversationAssociation conversationLink
    conversationNode correlationKey correlationKeyRef correlationProperty correlationPropertyBinding
    correlationPropertyRef correlationPropertyRetrievalExpression correlationSubscription dataAssociation dataInput
    dataInputAssociation dataInputRefs dataObject dataObjectReference dataOutput dataOutputAssociation
    dataOutputRefs dataPath dataState dataStore dataStoreReference definitions documentation endEvent endPoint
    endPointRef error errorEventDefinition errorRef escalation escalationEventDefinition event eventBasedGateway
    eventDefinition eventDefinitionRef exclusiveGateway expression extension extensionElements flowElement flowNode
    flowNodeRef formalExpression from gateway globalBusinessRuleTask globalChoreographyTask globalConversation
    globalManualTask globalScriptTask globalTask globalUserTask group humanPerformer implicitThrowEvent import
    inMessageRef inclusiveGateway incoming innerConversationNodeRef innerParticipantRef inputDataItem inputSet
    inputSetRefs interface interfaceRef intermediateCatchEvent intermediateThrowEvent ioBinding ioSpecification
    itemDefinition lane laneSet childLaneSet linkEventDefinition loopCardinality loopCharacteristics loopCondition
    loopDataInputRef loopDataOutputRef manualTask message messageEventDefinition messageFlow
    messageFlowAssociation messageFlowRef messagePath monitoring multiInstanceLoopCharacteristics operation
    operationRef optionalInputRefs optionalOutputRefs outMessageRef outerParticipantRef outgoing outputDataItem
    outputSet outputSetRefs parallelGateway participant participantAssociation participantMultiplicity
    participantRef partitionElement partnerEntity partnerEntityRef partnerRole partnerRoleRef performer
    potentialOwner process property receiveTask relationship rendering resource resourceAssignmentExpression
    resourceParameter resourceParameterBinding resourceRef resourceRole rootElement script scriptTask sendTask
    sequenceFlow serviceTask signal signalEventDefinition source sourceRef standardLoopCharacteristics startEvent
    subChoreography subConversation subProcess supportedInterfaceRef supports target targetRef task
    terminateEventDefinition text textAnnotation throwEvent timeCycle timeDate timeDuration timerEventDefinition to
    transaction transformation userTask value whileExecutingInputRefs whileExecutingOutputRefs participantRef
    choreographyRef initiatingParticipantRef messageFlowRef correlationKeyRef
    """.split()  # noqa: SIM905 - a table of names reads better as text
)

_USER = frozenset({"candidateGroups", "assignee", "form", "dueDate", "followUpDate", "priority"})
_HANDLER = frozenset({"handler", "effect", "retry"})

#: Our own attributes by the BPMN element they may stand on.
OWN_ATTRIBUTES: dict[str, frozenset[str]] = {
    "userTask": _USER,
    "manualTask": _USER,
    "globalUserTask": _USER,
    "globalManualTask": _USER,
    "startEvent": frozenset({"form"}),
    "serviceTask": _HANDLER,
    "sendTask": _HANDLER,
    "businessRuleTask": frozenset({"decision", "resultVariable"}) | _HANDLER,
    "globalBusinessRuleTask": frozenset({"decision", "resultVariable"}) | _HANDLER,
    "message": frozenset({"correlationKey", "timeToLive"}),
    "multiInstanceLoopCharacteristics": frozenset(
        {"collection", "elementVariable", "outputCollection", "outputElement"}
    ),
    "timerEventDefinition": frozenset({"missed"}),
}

#: Our own elements and the element each must stand in.
OWN_ELEMENTS = {"ioMapping": "extensionElements", "input": "ioMapping", "output": "ioMapping"}

#: Namespaces of tools that put instructions for their own engine into a diagram.
FOREIGN = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://camunda.org/schema/zeebe/1.0": "Zeebe",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
}

_CAMUNDA_PASSIVE = frozenset(
    """
    asyncAfter asyncBefore candidateStarterGroups candidateStarterUsers diagramRelationId dueDate exclusive
    failedJobRetryTimeCycle followUpDate formFieldValidation formKey historyTimeToLive isStartableInTasklist
    jobPriority priority properties property taskPriority versionTag modelerTemplate modelerTemplateVersion
    modelerTemplateIcon assignee candidateGroups candidateUsers owner
    """.split()  # noqa: SIM905 - a table of names reads better as text
)

#: Instructions of those tools about whose work a task is, and what says it here. They do not change what happens next.
FOREIGN_WORK = {
    "assignee": "pw:assignee",
    "owner": "pw:assignee",
    "candidateGroups": "pw:candidateGroups",
    "candidateUsers": "pw:candidateGroups",
    "dueDate": "pw:dueDate",
    "followUpDate": "pw:followUpDate",
    "priority": "pw:priority",
    "formKey": "pw:form",
    "assignmentDefinition": "pw:assignee, pw:candidateGroups",
    "formDefinition": "pw:form",
    "taskSchedule": "pw:dueDate, pw:followUpDate",
    "priorityDefinition": "pw:priority",
}

#: Names of those tools that only describe, or say who does a task: kept in the file, without effect.
IGNORED_FOREIGN: dict[str, frozenset[str]] = {
    "Camunda": _CAMUNDA_PASSIVE,
    "Activiti": _CAMUNDA_PASSIVE,
    "Flowable": _CAMUNDA_PASSIVE,
    "Zeebe": frozenset(
        """
        assignmentDefinition formDefinition modelerTemplate modelerTemplateIcon modelerTemplateVersion properties
        property taskSchedule userTask userTaskForm versionTag priorityDefinition
        """.split()  # noqa: SIM905 - a table of names reads better as text
    ),
    "SpiffWorkflow": frozenset(
        """
        category instructionsForEndUser isOutputSynced properties property signalButtonLabel unitTest unitTests
        inputJson expectedOutputJson allowGuest guestConfirmation
        """.split()  # noqa: SIM905 - a table of names reads better as text
    ),
}
