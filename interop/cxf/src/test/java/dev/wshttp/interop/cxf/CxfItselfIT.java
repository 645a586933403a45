// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import dev.wshttp.interop.PeerItselfContract;

/** CXF's client calls CXF's service. */
class CxfItselfIT extends PeerItselfContract {}
