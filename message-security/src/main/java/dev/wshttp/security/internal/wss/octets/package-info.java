// SPDX-License-Identifier: Apache-2.0
/** The engine that reads and writes the octets of a message itself (XML Signature, XML Encryption, WS-Security 1.0 and 1.1). */
@NullMarked
package dev.wshttp.security.internal.wss.octets;

import org.jspecify.annotations.NullMarked;
