// SPDX-License-Identifier: Apache-2.0
/** Stands between a client and a service and sees what the network sees: SOAP 1.2 messages over HTTP (SOAP 1.2 part 2, section 7). */
@NullMarked
package dev.wshttp.it.wire;

import org.jspecify.annotations.NullMarked;
