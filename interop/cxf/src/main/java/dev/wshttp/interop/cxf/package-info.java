// SPDX-License-Identifier: Apache-2.0
/** Apache CXF as a peer: configured by WCF's WS-SecurityPolicy, with a class path of its own. */
@NullMarked
package dev.wshttp.interop.cxf;

import org.jspecify.annotations.NullMarked;
