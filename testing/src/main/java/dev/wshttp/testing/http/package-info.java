// SPDX-License-Identifier: Apache-2.0
/** What the network sees: a relay between a client and a service, with SOAP 1.2 messages over HTTP (SOAP 1.2 part 2, section 7). */
@NullMarked
package dev.wshttp.testing.http;

import org.jspecify.annotations.NullMarked;
