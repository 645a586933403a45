// SPDX-License-Identifier: Apache-2.0
/**
 * Contains short classes to copy from. Each of them shows one thing.
 * The other way to configure the service is the commented {@code src/main/config/service.properties}.
 */
@NullMarked
package dev.wshttp.calculator.service.examples;

import org.jspecify.annotations.NullMarked;
