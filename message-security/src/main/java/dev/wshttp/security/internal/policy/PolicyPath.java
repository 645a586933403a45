// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import org.w3c.dom.Element;

/** The way to an assertion, as a person would say it: {@code binding X > SymmetricBinding > ProtectionToken}. */
record PolicyPath(String text) {
    PolicyPath then(Element assertion) {
        return then(assertion.getLocalName());
    }

    PolicyPath then(String step) {
        return new PolicyPath(text + " > " + step);
    }

    @Override
    public String toString() {
        return text;
    }
}
