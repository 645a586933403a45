// SPDX-License-Identifier: Apache-2.0
/**
 * Between the octets of an HTTP body and an envelope in UTF-8: media types (RFC 3902, RFC 2387), character encodings, and MTOM (SOAP Message Transmission
 * Optimization Mechanism, XML-binary Optimized Packaging). Nothing here is authenticated yet; an engine sees the envelope only.
 */
@NullMarked
package dev.wshttp.security.internal.encoding;

import org.jspecify.annotations.NullMarked;
