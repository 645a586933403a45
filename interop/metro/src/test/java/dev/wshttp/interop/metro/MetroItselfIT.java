// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop.metro;

import dev.wshttp.interop.PeerItselfContract;

/** Metro's client calls Metro's service. */
class MetroItselfIT extends PeerItselfContract {}
