// SPDX-License-Identifier: Apache-2.0
/**
 * Contains short classes to copy from. Each of them shows one thing.
 * The other way to configure the client is the commented {@code src/main/config/client.properties}.
 */
@NullMarked
package dev.wshttp.calculator.client.examples;

import org.jspecify.annotations.NullMarked;
