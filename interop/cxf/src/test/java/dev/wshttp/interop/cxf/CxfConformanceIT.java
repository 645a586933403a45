// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.cxf;

import dev.wshttp.interop.PeerConformanceContract;

/** The conformance kit against CXF's service. */
class CxfConformanceIT extends PeerConformanceContract {
    CxfConformanceIT() {
        super("Apache CXF");
    }
}
