// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The headers of the application in a message whose contract declares some, in WCF's order and each at its level. The encrypted ones are written in clear at first, since that is what the signature covers. For one message.
 */
final class ContractHeaders {
    private static final Comparator<ApplicationHeader> ORDER =
            Comparator.comparing(ApplicationHeader::namespace).thenComparing(ApplicationHeader::localName);

    private static final int ENCRYPTED_HEADER_BYTES = 1_024;

    private final List<Hidden> hidden = new ArrayList<>();

    /**
     * Where a header that gets encrypted stands in the message.
     *
     * @param id of the encrypted header in its place
     */
    private record Hidden(int start, int end, String id) {}

    /** Writes the blocks in clear. */
    void write(OctetWriter to, List<XmlContent> blocks, MessageParts parts, Supplier<String> ids) {
        blocks.stream()
                .map(ApplicationHeader::of)
                .sorted(ORDER)
                .forEach(header -> write(
                        to,
                        header,
                        parts.header(header.namespace(), header.localName()).orElse(parts.undeclared()),
                        ids));
    }

    private void write(OctetWriter to, ApplicationHeader header, ProtectionLevel level, Supplier<String> ids) {
        if (!level.isSigned()) {
            header.writeUnsigned(to);
        } else if (!level.isEncrypted()) {
            header.write(to, ids.get());
        } else {
            int start = to.size();
            header.writeOnItsOwn(to, ids.get());
            hidden.add(new Hidden(start, to.size(), ids.get()));
        }
    }

    /** Returns the ids of the encrypted headers, in document order. */
    List<String> encryptedIds() {
        var ids = new ArrayList<String>(hidden.size());
        hidden.forEach(each -> ids.add(each.id));
        return ids;
    }

    /**
     * Returns the beginning of a message with the encrypted headers in place of those in clear.
     *
     * @param encryption writes the encrypted header of an id for a header in clear
     */
    OctetWriter encrypted(OctetWriter message, Encryption encryption) {
        if (hidden.isEmpty()) {
            return message;
        }
        var result = new OctetWriter(message.size() + ENCRYPTED_HEADER_BYTES * hidden.size());
        int written = 0;
        for (Hidden each : hidden) {
            result.write(message.array(), written, each.start - written);
            var clear = new OctetWriter(each.end - each.start);
            clear.write(message.array(), each.start, each.end - each.start);
            encryption.write(result, each.id, clear);
            written = each.end;
        }
        result.write(message.array(), written, message.size() - written);
        return result;
    }

    /** Encrypts a header. */
    interface Encryption {
        void write(OctetWriter to, String id, OctetWriter clear);
    }
}
