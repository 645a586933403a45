// SPDX-License-Identifier: Apache-2.0
/**
 * Holds what the foreign peers have in common: their command line, and WCF's WS-SecurityPolicy (July 2005) for the calculator. Knows no
 * SOAP stack; each peer brings its own.
 */
@NullMarked
package dev.wshttp.interop;

import org.jspecify.annotations.NullMarked;
