// Asks again until the server has answered: with the same op_id, so that nothing is done twice.

const WAITS_MS = [500, 1000, 2000, 4000];
const LATER = new Set([502, 503, 504]); // 429 is an answer: it says what to do instead, and the next person waits for nobody
const LONGEST_ANSWER_MS = 15000;

/**
 * The response, however long it takes. `request()` gives the options of each try; `waiting(true)` follows a failed one.
 * `soon()` is how long somebody waits who can go on without the server, in ms; 0: there is nobody. When there is, and no
 * server has answered by then, the answer is null, and `late(response)` follows if it answers after all.
 */
export async function patientFetch(url, request, waiting = () => {}, { soon = () => 0, late = () => {} } = {}) {
  for (let tries = 0; ; tries += 1) {
    const trying = once(url, request());
    const response = await (soon() ? Promise.race([trying, rest(soon())]) : trying);
    waiting(!isAnswer(response) && !soon());
    if (isAnswer(response)) return response;
    if (soon()) {
      trying.then((answer) => isAnswer(answer) && late(answer));
      return null;
    }
    await rest(pause(tries, response));
  }
}

const isAnswer = (response) => Boolean(response) && !LATER.has(response.status);

async function once(url, options) {
  try {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(LONGEST_ANSWER_MS) });
    const text = await response.text(); // an answer cut off half-way is no answer
    return { status: response.status, headers: response.headers, text };
  } catch {
    return null;
  }
}

function pause(tries, response) {
  const asked = Number(response?.headers.get("Retry-After")) * 1000;
  return Math.max(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)], Math.min(asked || 0, 30000));
}

function rest(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
