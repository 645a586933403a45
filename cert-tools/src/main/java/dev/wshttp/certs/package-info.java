// SPDX-License-Identifier: Apache-2.0
/**
 * Makes, files, explains and checks the X.509 certificates of both sides of a message security demo. It follows
 * RFC 5280 (certificates and revocation lists) and RFC 7292 (PKCS#12).
 */
@NullMarked
package dev.wshttp.certs;

import org.jspecify.annotations.NullMarked;
