// <ticket-code>: the ticket code of /ticket#code, on its way into the form that answers with its picture.

import { FromLink } from "./from-link.js";

customElements.define("ticket-code", class extends FromLink {});
