// SPDX-License-Identifier: Apache-2.0
/** What a host of an endpoint can do for its security. An endpoint is secured without it. */
@NullMarked
package dev.wshttp.security.host;

import org.jspecify.annotations.NullMarked;
