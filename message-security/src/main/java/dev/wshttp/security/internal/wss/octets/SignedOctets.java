// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static dev.wshttp.security.internal.wss.octets.TableDocument.NO_QUOTAS;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.token.CipherSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parts of a message of this side that its primary signature covers, scanned as its receiver will scan them. For one message. */
final class SignedOctets {
    private static final int ENVELOPE = 0;
    private static final Set<String> NO_PREFIXES = Set.of();

    private final CipherSuite ciphers;
    private final TokenTable table;
    private final TokenTable body;
    private final List<Part> parts = new ArrayList<>();
    private final CanonicalWriter canonical = new CanonicalWriter();

    /**
     * Scans the parts.
     *
     * @param head the envelope up to the end of its timestamp; afterwards it is as before
     * @throws IllegalArgumentException if the application's content is not XML
     */
    SignedOctets(
            CipherSuite ciphers, OctetWriter head, List<OctetWriter> confirmations, String bodyId, OctetWriter body) {
        this.ciphers = ciphers;
        int end = head.size();
        confirmations.forEach(head::write);
        head.markup(HeaderOctets.SECURITY_END);
        HeaderOctets.body(head, bodyId);
        head.markup(HeaderOctets.ENVELOPE_END);
        try {
            this.table = Scanner.document(head.array(), head.size(), NO_QUOTAS);
            this.body = Scanner.fragment(body.array(), 0, body.size(), NO_QUOTAS, scope(), 2);
            table.replaceContent(lastChild(ENVELOPE), this.body);
        } catch (ScanFailure malformed) {
            throw new IllegalArgumentException(
                    "The message of this side is no XML 1.0: " + malformed.getMessage()
                            + " (expected characters and names that XML 1.0 has). Remove such characters, or send the text as base64.",
                    malformed);
        }
        digestParts();
        // What follows is written over the end, which the table does not need any more.
        head.shrinkTo(end);
    }

    /** Returns what the envelope declares. */
    static Scope scope() {
        var scope = new Scope();
        scope.declare("s", Namespaces.SOAP);
        scope.declare("a", Namespaces.ADDRESSING);
        scope.declare("u", Namespaces.UTILITY);
        return scope;
    }

    private void digestParts() {
        digestIfNamed(lastChild(ENVELOPE));
        int header = ENVELOPE + 1;
        int security = lastChild(header);
        for (int block = header + 1; block < security; block = table.end(block)) {
            digestIfNamed(block);
        }
        for (int child = security + 1; child < table.end(security); child = table.end(child)) {
            digest(child);
        }
    }

    /** Digests a part, unless it has no id because its level is none. */
    private void digestIfNamed(int row) {
        if (!new TableElement(table, row).id().isEmpty()) {
            digest(row);
        }
    }

    private void digest(int row) {
        var part = new TableElement(table, row);
        parts.add(new Part(part.id(), ciphers.digest(sink -> canonical.write(part, NO_PREFIXES, sink))));
    }

    /** Returns the parts, in WCF's order: body, header blocks, timestamp, confirmations. */
    List<Part> parts() {
        return parts;
    }

    /**
     * What a signature says of a part that it covers.
     *
     * @param id the id of the part
     */
    record Part(String id, byte[] digest) {}

    /** Returns the content of the body, to be written again. */
    PlainBody body() {
        return new PlainBody(body);
    }

    private int lastChild(int row) {
        int last = row + 1;
        for (int child = last; child < table.end(row); child = table.end(child)) {
            last = child;
        }
        return last;
    }

    /** Returns the digest of a signature of this side, for an endorsing one. */
    static byte[] digestOfSignature(CipherSuite ciphers, OctetWriter signature) {
        TokenTable table = Scanner.fragment(signature.array(), 0, signature.size(), NO_QUOTAS, new Scope(), 0);
        var whole = new TableElement(table, 0);
        return ciphers.digest(sink -> new CanonicalWriter().write(whole, NO_PREFIXES, sink));
    }
}
