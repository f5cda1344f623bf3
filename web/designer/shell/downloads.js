/** Files in and out of the browser. */
import { h } from './dom.js';

/** Offers text as a file, e.g. `download('vereinbarung.bpmn', xml, 'application/xml')`. */
export function download(fileName, text, mediaType) {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  h('a', { href: url, download: fileName }).click();
  // the browser reads the address when the click is handled; afterwards it only holds memory
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Lets a person choose a file; calls `onChosen(name, text)`. Files over `maxBytes` are refused with `onRefused(sentence)`. */
export function filePicker({ accept, maxBytes, onChosen, onRefused }) {
  const input = h('input', { type: 'file', accept, hidden: true });
  input.addEventListener('change', async () => {
    const [file] = input.files;
    input.value = '';
    if (!file) return;
    if (file.size > maxBytes) onRefused(`„${file.name}“ ist zu groß (höchstens ${Math.round(maxBytes / 1024 / 1024)} MB).`);
    else onChosen(file.name, await file.text());
  });
  return input;
}
