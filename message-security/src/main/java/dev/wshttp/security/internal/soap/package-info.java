// SPDX-License-Identifier: Apache-2.0
/** SOAP 1.2 envelopes with WS-Addressing 1.0, as they stand on the wire. */
@NullMarked
package dev.wshttp.security.internal.soap;

import org.jspecify.annotations.NullMarked;
