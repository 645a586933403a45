// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the certificate tools, and {@link dev.wshttp.certs.TestPki}, which gives the tests of other modules their
 * certificates. Packaged as the test jar of this module.
 */
@NullMarked
package dev.wshttp.certs;

import org.jspecify.annotations.NullMarked;
