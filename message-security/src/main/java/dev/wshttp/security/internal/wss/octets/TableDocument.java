// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.WsHttpBinding.ReaderQuotas;
import dev.wshttp.security.internal.token.OctetSink;
import dev.wshttp.security.internal.wss.VerifiedEnvelope;
import dev.wshttp.security.internal.wss.octets.TableWalk.Step;
import dev.wshttp.security.internal.wss.proof.EncryptedPart;
import dev.wshttp.security.internal.wss.proof.Opened;
import dev.wshttp.security.internal.wss.proof.ReceivedDocument;
import dev.wshttp.security.internal.wss.proof.ReceivedElement;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** A received message as a table of its tokens. Decryption puts another table into the body. */
final class TableDocument implements ReceivedDocument, VerifiedEnvelope {
    private static final int ROOT = 0;

    private final TokenTable table;
    private final int sizeBytes;
    private final PlaintextScanner plaintexts;
    private final CanonicalWriter canonical = new CanonicalWriter();
    private final HeaderChanges changes = new HeaderChanges();
    private @Nullable Opened filled;

    /** @param sizeBytes the size of the message on the wire */
    TableDocument(TokenTable table, int sizeBytes, PlaintextScanner plaintexts) {
        this.table = table;
        this.sizeBytes = sizeBytes;
        this.plaintexts = plaintexts;
    }

    @Override
    public ReceivedElement root() {
        return new TableElement(table, ROOT);
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void requireQuotas() {
        // The scanner held them.
    }

    @Override
    public void forEachAttribute(String localName, Collection<ReceivedElement> leftOut, AttributeVisitor visitor) {
        var walk = new TableWalk(new TableElement(table, ROOT), changes.without(leftOut));
        for (Step step = walk.next(); step != Step.DONE; step = walk.next()) {
            if (step == Step.START) {
                show(walk.table(), walk.row(), localName, visitor);
            }
        }
    }

    private static void show(TokenTable inside, int row, String localName, AttributeVisitor visitor) {
        for (int i = inside.firstAttribute(row); i < inside.endOfAttributes(row); i++) {
            if (inside.attributes().name(i).equalsIgnoreCase(localName)) {
                visitor.visit(
                        inside.namespace(row),
                        inside.attributes().namespace(i),
                        inside.attributes().value(i));
            }
        }
    }

    @Override
    public void writeCanonicalForm(ReceivedElement element, String prefixes, OctetSink to) {
        canonical.write((TableElement) element, inclusive(prefixes), to);
    }

    /** Exclusive XML Canonicalization 1.0, section 4: the default namespace is called {@code #default}. */
    private static Set<String> inclusive(String prefixes) {
        return prefixes.isEmpty()
                ? Set.of()
                : Collections.list(new StringTokenizer(prefixes)).stream()
                        .map(prefix -> prefix.equals("#default") ? "" : prefix.toString())
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Opened open(EncryptedPart part, byte[] key) {
        return plaintexts.open(part, key);
    }

    @Override
    public void empty(ReceivedElement body) {
        table.replaceContent(((TableElement) body).row(), PlaintextScanner.NOTHING);
    }

    @Override
    public void fill(ReceivedElement body, Opened content) {
        filled = content;
        TokenTable inside = content.content() == null
                ? plaintexts.decoy(content.encrypted().plaintextBytes())
                : ((TableElement) content.content()).table();
        table.replaceContent(((TableElement) body).row(), inside);
    }

    @Override
    public void levelOut(Opened part) {
        if (part.content() != null) {
            plaintexts.levelOut(part);
            if (part.equals(filled)) {
                plaintexts.decoy(part.encrypted().plaintextBytes());
            }
        }
    }

    @Override
    public ReceivedElement decoy(String xml) {
        byte[] octets = xml.getBytes(UTF_8);
        TokenTable decoy = Scanner.fragment(octets, 0, octets.length, NO_QUOTAS, new Scope(), 0);
        return new TableElement(decoy, ROOT);
    }

    @Override
    public void remove(Collection<ReceivedElement> blocks) {
        blocks.forEach(block -> changes.remove(((TableElement) block).row()));
    }

    @Override
    public void removeAttributes(ReceivedElement element) {
        table.removeAttributes(((TableElement) element).row());
    }

    @Override
    public void substitute(ReceivedElement block, ReceivedElement element) {
        changes.substitute(((TableElement) block).row(), (TableElement) element);
    }

    @Override
    public XmlElement value(ReceivedElement element, Predicate<ReceivedElement> wanted) {
        return TableValue.of((TableElement) element, wanted);
    }

    @Override
    public VerifiedEnvelope envelope() {
        return this;
    }

    @Override
    public Optional<XmlElement> content() {
        List<ReceivedElement> parts = root().elements();
        return parts.get(parts.size() - 1).onlyElement().map(content -> value(content, any -> true));
    }

    @Override
    public XMLStreamReader reader() {
        return new TableReader(new TableElement(table, ROOT), changes);
    }

    /** For octets of this side. */
    static final ReaderQuotas NO_QUOTAS = new ReaderQuotas(10_000, 10_000);
}
