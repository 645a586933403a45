// SPDX-License-Identifier: Apache-2.0
/**
 * Issues, stores, describes and verifies the X.509 certificates of a service and its clients. Implements RFC 5280
 * (certificates and revocation lists) and RFC 7292 (PKCS#12).
 */
@NullMarked
package dev.wshttp.certs;

import org.jspecify.annotations.NullMarked;
