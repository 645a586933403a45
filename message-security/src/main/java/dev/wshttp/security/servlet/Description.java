// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

/** What a service publishes about itself in answer to {@code GET}. */
public enum Description {
    /** The WSDL with the policy of the binding, at {@code ?wsdl} and {@code ?singleWsdl} (WCF: {@code httpGetEnabled}). */
    METADATA,

    /** A page for people, at the plain address (WCF: {@code httpHelpPageEnabled}). */
    PAGE
}
