// Asks again until the server has answered: with the same op_id, so that nothing is done twice.

const WAITS_MS = [500, 1000, 2000, 4000];
const LATER = new Set([502, 503, 504]); // 429 is an answer: it says what to do instead, and the next person waits for nobody
const LONGEST_ANSWER_MS = 15000;

/**
 * The response, however long it takes. `request()` gives the options of each try; `waiting(true)` follows a failed one.
 * `soon()` is how long somebody who can help without the server waits for the first, in ms; 0: there is nobody. Then,
 * after a try that reached no server, the answer is null.
 */
export async function patientFetch(url, request, waiting = () => {}, soon = () => 0) {
  for (let tries = 0; ; tries += 1) {
    const response = await once(url, request(), soon() || LONGEST_ANSWER_MS);
    if (response && !LATER.has(response.status)) {
      waiting(false);
      return response;
    }
    if (soon() && response?.status !== 429) {
      waiting(false);
      return null;
    }
    waiting(true);
    await rest(pause(tries, response));
  }
}

async function once(url, options, longest) {
  try {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(longest) });
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
