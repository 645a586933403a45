// SPDX-License-Identifier: Apache-2.0
/** Holds what the host of an endpoint can implement to support its security. An endpoint is secure without it. */
@NullMarked
package dev.wshttp.security.host;

import org.jspecify.annotations.NullMarked;
