// SPDX-License-Identifier: Apache-2.0
/**
 * What the foreign peers have in common: how they are called, and WCF's WS-SecurityPolicy (July 2005) for the calculator. Knows no
 * SOAP stack; each peer brings its own.
 */
@NullMarked
package dev.wshttp.interop;

import org.jspecify.annotations.NullMarked;
