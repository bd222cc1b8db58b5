// <pairing-code>: what stands after # in the desk's pairing link, on its way into the pairing form.
//
// A screen that asks to be paired is no station (any more): what an earlier one left on it goes.

import { FromLink } from "./from-link.js";
import { forget } from "./left-behind.js";

customElements.define("pairing-code", class extends FromLink {});
forget();
