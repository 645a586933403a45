// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import dev.wshttp.interop.PeerConformanceContract;

/** The conformance kit against Metro's service. */
class MetroConformanceIT extends PeerConformanceContract {
    MetroConformanceIT() {
        super("Metro");
    }
}
