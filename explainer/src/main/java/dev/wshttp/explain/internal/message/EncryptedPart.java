// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Element;
import dev.wshttp.explain.internal.xml.Node;
import java.util.List;
import java.util.Optional;

/**
 * An {@code EncryptedData} of a message.
 *
 * @param element as the network saw it
 * @param algorithm its URI
 * @param octets size of the cipher text
 * @param content what it says, if it was opened
 * @param failure why it was not opened; empty text if it was
 */
public record EncryptedPart(
        Element element, String algorithm, Key key, int octets, Optional<List<Node>> content, String failure) {}
