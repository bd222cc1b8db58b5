// A short tone for what a page is: yes rises, no falls twice, wait holds. Made here, so there is no file to load.
//
// The page's sign says which: its [data-sign]. A browser lets nobody make a sound before the first touch or key,
// unless it was started with --autoplay-policy=no-user-gesture-required. `data-quiet` on <door-tablet> means none.

const TONES = { yes: [[660, 0, 0.1], [990, 0.11, 0.18]], no: [[262, 0, 0.14], [196, 0.2, 0.26]], wait: [[440, 0, 0.32]] }; // hertz, from and for how many seconds
const TONE_OF = { yes: "yes", out: "yes", look: "no", help: "no", wait: "wait", practice: "wait" };
const VOLUME = 0.16;
const TOO_LATE_MS = 400;

let audio = null;

/** Say by a tone what `state` shows, if it has a sign; returns which: yes, no, wait or null. */
export function sound(state) {
  const tone = TONE_OF[state.querySelector("[data-sign]")?.dataset.sign] ?? null;
  if (tone) play(tone).catch(() => {}); // a tablet without a loudspeaker
  return tone;
}

async function play(tone) {
  const asked = performance.now();
  audio ??= new AudioContext();
  if (audio.state !== "running") await audio.resume();
  if (performance.now() - asked > TOO_LATE_MS) return; // it was locked: a tone now would be about somebody else
  for (const [hertz, from, seconds] of TONES[tone]) note(hertz, audio.currentTime + from, seconds);
}

function note(hertz, at, seconds) {
  const pitch = new OscillatorNode(audio, { type: "triangle", frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(VOLUME, at + 0.015); // no click
  loudness.gain.linearRampToValueAtTime(0, at + seconds);
  pitch.connect(loudness).connect(audio.destination);
  pitch.start(at);
  pitch.stop(at + seconds);
}
