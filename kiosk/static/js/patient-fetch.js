// Asks again until the server has answered: with the same op_id, so that nothing is done twice.

const WAITS_MS = [500, 1000, 2000, 4000];
const LATER = new Set([429, 502, 503, 504]);
const LONGEST_ANSWER_MS = 15000;

/** The response, however long it takes. `request()` gives the options of each try; `waiting(true)` follows a failed one. */
export async function patientFetch(url, request, waiting = () => {}) {
  for (let tries = 0; ; tries += 1) {
    const response = await once(url, request());
    if (response && !LATER.has(response.status)) {
      waiting(false);
      return response;
    }
    waiting(true);
    await rest(pause(tries, response));
  }
}

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
