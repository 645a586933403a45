// SPDX-License-Identifier: Apache-2.0
/**
 * The binding as a WSDL tells it: WS-SecurityPolicy of July 2005, as WCF publishes it and as the client reads it.
 */
@NullMarked
package dev.wshttp.security.policy;

import org.jspecify.annotations.NullMarked;
