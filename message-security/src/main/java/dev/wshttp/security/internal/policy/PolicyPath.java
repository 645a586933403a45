// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import dev.wshttp.security.internal.xml.XmlElement;

/** The path to an assertion, for error messages: {@code binding X > SymmetricBinding > ProtectionToken}. */
record PolicyPath(String text) {
    PolicyPath then(XmlElement assertion) {
        return then(assertion.localName());
    }

    PolicyPath then(String step) {
        return new PolicyPath(text + " > " + step);
    }

    @Override
    public String toString() {
        return text;
    }
}
