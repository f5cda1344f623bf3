/** A new decision: one table with one input and one output. */
const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const blankDecision = (key, name) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="Definitionen_${escape(key)}" name="${escape(name)}" namespace="urn:phasenwerk:entscheidungen">
  <decision id="${escape(key)}" name="${escape(name)}">
    <decisionTable id="Tabelle_${escape(key)}" hitPolicy="UNIQUE">
      <input id="Eingabe_1">
        <inputExpression id="Eingabeausdruck_1" typeRef="string">
          <text></text>
        </inputExpression>
      </input>
      <output id="Ausgabe_1" name="ergebnis" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="Diagramm">
      <dmndi:DMNShape id="${escape(key)}_di" dmnElementRef="${escape(key)}">
        <dc:Bounds x="200" y="120" width="180" height="80" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
