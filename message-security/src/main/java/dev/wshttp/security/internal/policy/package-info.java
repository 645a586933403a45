// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the policy of a binding into a WSDL, as WCF publishes it, and reads the binding from the WSDL of a service (WS-SecurityPolicy 1.1 of
 * July 2005, WS-PolicyAttachment).
 */
@NullMarked
package dev.wshttp.security.internal.policy;

import org.jspecify.annotations.NullMarked;
