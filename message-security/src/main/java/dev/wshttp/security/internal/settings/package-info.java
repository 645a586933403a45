// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the settings of one side from the keys {@code message-security.*}: a class {@code *Settings} for each group of keys. Collects all
 * problems of one reading.
 */
@NullMarked
package dev.wshttp.security.internal.settings;

import org.jspecify.annotations.NullMarked;
