// SPDX-License-Identifier: Apache-2.0
/**
 * Implements sessions (WS-SecureConversation, February 2005). WS-Trust messages, protected directly or by negotiated keys, open, renew and end
 * them.
 */
@NullMarked
package dev.wshttp.security.internal.conversation;

import org.jspecify.annotations.NullMarked;
