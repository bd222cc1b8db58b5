// <claim-secret>: the secret of a private link, or of the code on the tablet, on its way into the claim form.

import { FromLink } from "./from-link.js";

customElements.define("claim-secret", class extends FromLink {});
