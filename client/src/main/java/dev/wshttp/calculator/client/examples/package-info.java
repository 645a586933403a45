// SPDX-License-Identifier: Apache-2.0
/**
 * Short classes to copy from: one lesson each.
 * The other way to configure the client is the commented {@code src/main/config/client.properties}.
 */
@NullMarked
package dev.wshttp.calculator.client.examples;

import org.jspecify.annotations.NullMarked;
