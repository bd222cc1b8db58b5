// <pairing-code>: what stands after # in the desk's pairing link, on its way into the pairing form.

import { FromLink } from "./from-link.js";

customElements.define("pairing-code", class extends FromLink {});
