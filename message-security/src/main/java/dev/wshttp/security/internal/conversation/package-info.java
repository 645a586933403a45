// SPDX-License-Identifier: Apache-2.0
/** Sessions (WS-SecureConversation, February 2005): opened, renewed and ended by WS-Trust messages, whoever carries those. */
@NullMarked
package dev.wshttp.security.internal.conversation;

import org.jspecify.annotations.NullMarked;
