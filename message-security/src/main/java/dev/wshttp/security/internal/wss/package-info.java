// SPDX-License-Identifier: Apache-2.0
/** WS-Security 1.1: the interface of the engine that protects and verifies one message, and the checks that do not depend on the engine. */
@NullMarked
package dev.wshttp.security.internal.wss;

import org.jspecify.annotations.NullMarked;
