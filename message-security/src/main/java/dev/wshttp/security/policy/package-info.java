// SPDX-License-Identifier: Apache-2.0
/**
 * The binding of a service from its WSDL (WS-SecurityPolicy of July 2005, as WCF publishes it). {@code ServiceEndpoint.fromWsdl} reads it.
 */
@NullMarked
package dev.wshttp.security.policy;

import org.jspecify.annotations.NullMarked;
