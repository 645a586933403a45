// SPDX-License-Identifier: Apache-2.0
/** The reference engine: WSS4J on DOM behind the seam, and the only code that knows WSS4J. */
@NullMarked
package dev.wshttp.security.internal.wss.dom;

import org.jspecify.annotations.NullMarked;
