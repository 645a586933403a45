// SPDX-License-Identifier: Apache-2.0
/** Sessions (WS-SecureConversation, February 2005): opened, renewed and ended by WS-Trust messages under direct protection or negotiated keys. */
@NullMarked
package dev.wshttp.security.internal.conversation;

import org.jspecify.annotations.NullMarked;
