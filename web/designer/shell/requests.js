/** Talking to the server: JSON both ways, every failure as a German sentence that says what to do. */

/** A request that did not succeed. `status` is 0 when the server could not be reached; `body` is its JSON or {}. */
export class RequestFailed extends Error {
  constructor(message, status, body = {}) {
    super(message);
    this.name = 'RequestFailed';
    this.status = status;
    this.body = body;
  }
}

const SENTENCES = {
  0: 'Der Server ist nicht erreichbar. Ihre Änderungen bleiben hier erhalten; versuchen Sie es gleich noch einmal.',
  400: 'Der Server hat die Anfrage abgelehnt. Ihre Änderungen bleiben hier erhalten.',
  401: 'Ihre Anmeldung ist abgelaufen. Melden Sie sich in einem neuen Fenster an und speichern Sie dann erneut.',
  403: 'Dazu fehlt Ihnen die Berechtigung. Ihre Änderungen bleiben hier erhalten.',
  404: 'Dieses Modell gibt es nicht mehr. Laden Sie Ihre Änderungen herunter, damit sie nicht verloren gehen.',
  409: 'Inzwischen hat jemand anders gespeichert. Laden Sie Ihre Fassung herunter und öffnen Sie das Modell dann neu.',
  413: 'Die Datei ist zu groß.',
  422: 'Das Modell enthält Fehler und wurde nicht übernommen.',
  503: 'Die Datenbank ist gerade nicht erreichbar. Ihre Änderungen bleiben hier erhalten; versuchen Sie es gleich noch einmal.',
};

async function request(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' }, ...options });
  } catch {
    throw new RequestFailed(SENTENCES[0], 0);
  }
  const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
  // a page instead of data is the sign-in page to which an ended session is redirected
  if (response.ok && !isJson) throw new RequestFailed(SENTENCES[401], 401);
  const body = isJson ? await response.json().catch(() => ({})) : {};
  if (!response.ok) {
    throw new RequestFailed(sentenceFor(response.status, body), response.status, body);
  }
  return body;
}

/** What the editor's own answers say comes first, then our sentence, then what any page of the server would say. */
const sentenceFor = (status, { message, detail }) =>
  message ?? SENTENCES[status] ?? detail ?? `Der Server antwortet mit Fehler ${status}.`;

export const getJson = (url) => request(url, { method: 'GET' });

export const postJson = (url, body, csrf) =>
  request(url, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': csrf },
    body: JSON.stringify(body),
  });
