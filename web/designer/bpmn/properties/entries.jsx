/**
 * Entries of the properties panel, described by data instead of one component each.
 *
 * A field is `{ id, label, help, kind, get(), set(value), suggestions?, options? }`:
 *   kind 'text'      free text; with `suggestions` ([{ value, label? }]) a list to choose from opens while typing
 *        'feel'      a FEEL expression, stored with a leading "="
 *        'timeOrFeel' text such as ISO 8601, or FEEL after "="
 *        'select'    one of `options` ([{ value, label }])
 *        'groups'    several of `suggestions`, stored with commas; what starts with "=" is stored as it stands
 */
import {
  FeelEntry,
  SelectEntry,
  TextFieldEntry,
  isFeelEntryEdited,
  isSelectEntryEdited,
  isTextFieldEntryEdited,
  useError,
  useShowEntryEvent,
} from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';

const isFilled = (node) => Boolean(node?.value || node?.checked);

function Frame({ field, error, children }) {
  return (
    <div class={`bio-properties-panel-entry${error ? ' has-error' : ''}`} data-entry-id={field.id}>
      {children}
      {error && <div class="bio-properties-panel-error">{error}</div>}
      {field.help && <div class="bio-properties-panel-description">{field.help}</div>}
    </div>
  );
}

function SuggestEntry({ field }) {
  const error = useError(field.id);
  const ref = useShowEntryEvent(field.id);
  const inputId = `bio-properties-panel-${field.id}`;
  const listId = `${inputId}-list`;
  return (
    <Frame field={field} error={error}>
      <div class="bio-properties-panel-textfield">
        <label for={inputId} class="bio-properties-panel-label">{field.label}</label>
        <input
          ref={ref}
          id={inputId}
          name={field.id}
          type="text"
          list={listId}
          autocomplete="off"
          spellcheck={false}
          class="bio-properties-panel-input"
          value={field.get() ?? ''}
          onChange={({ currentTarget }) => field.set(currentTarget.value.trim() || undefined)}
        />
        <datalist id={listId}>
          {field.suggestions.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </datalist>
      </div>
    </Frame>
  );
}

const split = (text) => (text ?? '').split(',').map((part) => part.trim()).filter(Boolean);

/** More than this many groups are suggested while typing instead of being listed. */
const MOST_CHECKBOXES = 12;

function GroupsEntry({ field }) {
  const error = useError(field.id);
  const ref = useShowEntryEvent(field.id);
  const chosen = split(field.get());
  const listed = field.suggestions.length > MOST_CHECKBOXES ? [] : field.suggestions;
  const known = listed.map(({ value }) => value);
  const inputId = `bio-properties-panel-${field.id}`;
  const listId = `${inputId}-list`;
  const store = (groups) => field.set(groups.length ? groups.join(',') : undefined);
  const storeTyped = (text) =>
    text.trim().startsWith('=') ? field.set(text.trim()) : store([...chosen.filter((group) => known.includes(group)), ...split(text)]);
  const toggle = (group, on) => store(on ? [...chosen, group] : chosen.filter((other) => other !== group));
  const others = chosen.filter((group) => !known.includes(group));
  return (
    <Frame field={field} error={error}>
      <fieldset class="ed-groups">
        <legend class="bio-properties-panel-label">{field.label}</legend>
        {listed.map(({ value, label }) => (
          <label key={value} class="ed-groups__choice">
            <input type="checkbox" name={`${field.id}-${value}`} checked={chosen.includes(value)} onChange={({ currentTarget }) => toggle(value, currentTarget.checked)} />
            {label ?? value}
          </label>
        ))}
      </fieldset>
      <label for={inputId} class="bio-properties-panel-label">{known.length ? 'Weitere Gruppen oder Ausdruck' : 'Gruppen oder Ausdruck'}</label>
      <input
        ref={ref}
        id={inputId}
        name={field.id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        class="bio-properties-panel-input"
        list={listId}
        value={others.join(', ')}
        onChange={({ currentTarget }) => storeTyped(currentTarget.value)}
      />
      <datalist id={listId}>
        {field.suggestions.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
      </datalist>
    </Frame>
  );
}

function useLibraryProps(field, element) {
  return {
    element,
    id: field.id,
    label: field.label,
    description: field.help,
    debounce: useService('debounceInput'),
    translate: useService('translate'),
    getValue: field.get,
    setValue: (value) => field.set(value || undefined),
  };
}

const TextEntry = ({ field, element }) => <TextFieldEntry {...useLibraryProps(field, element)} />;
const RequiredFeelEntry = ({ field, element }) => <FeelEntry {...useLibraryProps(field, element)} feel="required" variables={field.variables} />;
const TimeEntry = ({ field, element }) => <FeelEntry {...useLibraryProps(field, element)} feel="optional" variables={field.variables} />;
const ChoiceEntry = ({ field, element }) => <SelectEntry {...useLibraryProps(field, element)} getOptions={() => field.options} />;

const KINDS = {
  text: [TextEntry, isTextFieldEntryEdited],
  suggest: [SuggestEntry, isFilled],
  groups: [GroupsEntry, isFilled],
  feel: [RequiredFeelEntry, isFeelEntryEdited],
  timeOrFeel: [TimeEntry, isFeelEntryEdited],
  select: [ChoiceEntry, isSelectEntryEdited],
};

/** The panel's entry for a field. */
export function entryFor(field) {
  const kind = field.kind === 'text' && field.suggestions ? 'suggest' : field.kind;
  const [component, isEdited] = KINDS[kind];
  return { id: field.id, component, isEdited, field };
}
