// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.levels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.forgery.Forger;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlParser;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.ProtectionLevel;
import java.util.List;
import java.util.function.Function;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;

/**
 * A request of {@code live-tolerance-headers.txt} that a service gets.
 *
 * @param secret under which it was made
 */
public record LevelRequest(byte[] octets, SharedSecret secret) {
    /** The headers of the recorded contract, at their levels, in a message whose body is encrypted. */
    private static final MessageParts RECORDED_HEADERS = MessageParts.DEFAULT
            .withHeader(header("Default"), ProtectionLevel.ENCRYPT_AND_SIGN)
            .withHeader(header("Encrypted"), ProtectionLevel.ENCRYPT_AND_SIGN)
            .withHeader(header("Signed"), ProtectionLevel.SIGN)
            .withHeader(header("Open"), ProtectionLevel.NONE);

    private static QName header(String name) {
        return new QName(Variants.HEADERS, name);
    }

    /**
     * Makes the request of a line for an operation that declares no headers and no levels.
     *
     * @param key of the line: its section and its name
     * @param protection of a message without headers
     */
    public static LevelRequest of(
            String key,
            SecurityEngine engine,
            Protection protection,
            Forger forger,
            Addressing addressing,
            XmlContent body) {
        MessageParts sent = key.startsWith("A ") ? RECORDED_HEADERS : MessageParts.DEFAULT;
        return of(Variants.of(key), sent, engine, parts -> protection.withParts(parts), forger, addressing, body);
    }

    /** @param contract the levels at which the sender would send it if nothing was changed */
    static LevelRequest of(
            Variant variant,
            MessageParts contract,
            SecurityEngine engine,
            Function<MessageParts, Protection> protection,
            Forger forger,
            Addressing addressing,
            XmlContent body) {
        ProtectedMessage genuine = engine.protect(
                message(addressing, variant, contract, body),
                protection.apply(variant.sent().apply(contract)));
        return new LevelRequest(changed(genuine, variant, forger), genuine.key().secret());
    }

    static OutgoingMessage message(Addressing addressing, Variant variant, MessageParts contract, XmlContent body) {
        List<String> declared = contract.headers().keySet().stream()
                .map(name -> Variants.block(name.getLocalPart()))
                .toList();
        List<XmlContent> blocks = variant.headers().apply(declared).stream()
                .<XmlContent>map(LevelRequest::element)
                .toList();
        return new OutgoingMessage(addressing, blocks, body);
    }

    static byte[] changed(ProtectedMessage message, Variant variant, Forger forger) {
        Forgery opened = Forgery.opened(message.octets(), message.key().secret());
        variant.opened().accept(opened);
        Forgery sealed = Forgery.intercepted(forger.remade(opened));
        variant.sealed().accept(sealed);
        return sealed.octets();
    }

    static XmlElement element(String xml) {
        try {
            return new XmlParser(100).parse(xml.getBytes(UTF_8));
        } catch (XMLStreamException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
