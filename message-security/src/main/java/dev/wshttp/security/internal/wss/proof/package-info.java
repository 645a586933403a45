// SPDX-License-Identifier: Apache-2.0
/**
 * WS-Security 1.1: what a received message has to prove, step by step. The rules stand here once, over elements that an engine holds; the engine
 * parses, canonicalizes and decrypts.
 */
@NullMarked
package dev.wshttp.security.internal.wss.proof;

import org.jspecify.annotations.NullMarked;
