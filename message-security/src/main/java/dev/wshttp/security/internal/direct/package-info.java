// SPDX-License-Identifier: Apache-2.0
/** Direct mode: every request carries its own key and the client's certificate (WS-SecurityPolicy 1.1, symmetric binding with endorsing token). */
@NullMarked
package dev.wshttp.security.internal.direct;

import org.jspecify.annotations.NullMarked;
