// SPDX-License-Identifier: Apache-2.0
/** Chooses the engine that protects and verifies messages: the only code that knows both. */
@NullMarked
package dev.wshttp.security.internal.engine;

import org.jspecify.annotations.NullMarked;
