// SPDX-License-Identifier: Apache-2.0
/** Secrets and the keys derived from them (WS-SecureConversation, February 2005, section 7), independent of any XML engine. */
@NullMarked
package dev.wshttp.security.internal.token;

import org.jspecify.annotations.NullMarked;
