// SPDX-License-Identifier: Apache-2.0
/** Eclipse Metro (WSIT) as a peer: configured by WCF's WS-SecurityPolicy, with a class path of its own. */
@NullMarked
package dev.wshttp.interop.metro;

import org.jspecify.annotations.NullMarked;
