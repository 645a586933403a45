// SPDX-License-Identifier: Apache-2.0
/**
 * Partners for the tests of a project that uses message security: fresh certificates, a service or a client for any contract and mode, which may
 * misbehave, and what they received and sent. {@link dev.wshttp.testing.WsHttpTest} is the extension of JUnit.
 */
@NullMarked
package dev.wshttp.testing;

import org.jspecify.annotations.NullMarked;
