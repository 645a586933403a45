// SPDX-License-Identifier: Apache-2.0
/** The tubes and the codec that join message security to the JAX-WS RI, and the only code that knows the RI. */
@NullMarked
package dev.wshttp.security.internal.jaxws;

import org.jspecify.annotations.NullMarked;
