// SPDX-License-Identifier: Apache-2.0
/** WS-Security 1.1: the seam to the engine that protects and verifies one message, and what is judged above it. */
@NullMarked
package dev.wshttp.security.internal.wss;

import org.jspecify.annotations.NullMarked;
