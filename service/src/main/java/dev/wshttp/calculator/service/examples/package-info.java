// SPDX-License-Identifier: Apache-2.0
/**
 * Short classes to copy from: one lesson each.
 * The other way to configure the service is the commented {@code src/main/config/service.properties}.
 */
@NullMarked
package dev.wshttp.calculator.service.examples;

import org.jspecify.annotations.NullMarked;
