// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.forgery;

import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Forger.Endorser;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.trust.ComputedKey;
import dev.wshttp.security.internal.trust.RequestSecurityToken;
import dev.wshttp.security.internal.trust.RequestSecurityTokenResponse;
import dev.wshttp.security.internal.trust.SessionAction;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.xml.XmlContent;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.w3c.dom.Element;

/** A session with a service, message by message, as a client makes it; a deviation changes one of the messages. Not safe for use by several threads. */
public final class HandMadeSession {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ChangeScript GENUINE = ChangeScript.of("");

    private final Means means;
    private Optional<SecurityContextKey> key = Optional.empty();
    private Optional<Protection.Context> context = Optional.empty();

    /** Makes a session that is not open yet. */
    public HandMadeSession(Means means) {
        this.means = means;
    }

    /** Sends a message, and waits for the answer, which the secret protects. */
    public interface Wire {
        /** Returns what came back. */
        WireAnswer post(byte[] request, SharedSecret secret);
    }

    /**
     * What a client has to open a session with.
     *
     * @param address of the service, as messages name it
     * @param bootstrap protects the messages that open a session
     * @param endorser endorses these messages; empty in negotiated modes
     */
    public record Means(
            SecurityEngine engine,
            AlgorithmSuite suite,
            String address,
            Function<OutgoingMessage, ProtectedMessage> bootstrap,
            Optional<Endorser> endorser,
            Wire wire) {}

    /** Opens a session, makes a call and ends the session, with one message changed. Returns the answers; the last one that is not 200 ends it. */
    public List<WireAnswer> converse(Deviation deviation, String action, XmlContent body) {
        var answers = new ArrayList<WireAnswer>();
        answers.add(open(changeOf(deviation, "opening")));
        if (isOk(answers)) {
            answers.add(send(call(action, body, changeOf(deviation, "call"))));
        }
        if (isOk(answers)) {
            boolean isEncrypted = deviation.message().equals("encrypted-cancel");
            answers.add(send(cancel(isEncrypted, changeOf(deviation, isEncrypted ? "encrypted-cancel" : "cancel"))));
        }
        return answers;
    }

    private static ChangeScript changeOf(Deviation deviation, String message) {
        return deviation.message().equals(message) ? deviation.change() : GENUINE;
    }

    private static boolean isOk(List<WireAnswer> answers) {
        return answers.get(answers.size() - 1).isOk();
    }

    /** The service says that the session is open, and the client cannot read with which key. */
    public static final class UnreadableAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableAnswer(RuntimeException cause) {
            super(
                    "The answer to the opening of a session cannot be read: "
                            + Objects.requireNonNullElse(cause.getMessage(), cause.toString()),
                    cause);
        }
    }

    /**
     * Opens the session.
     *
     * @throws UnreadableAnswer if the service answers something else than a token
     */
    public WireAnswer open(ChangeScript change) {
        byte[] entropy = new byte[means.suite().secretBytes()];
        RANDOM.nextBytes(entropy);
        var wanted = RequestSecurityToken.issue(entropy, entropy.length * Byte.SIZE);
        ProtectedMessage genuine = means.bootstrap().apply(message(SessionAction.ISSUE.request(), wanted));
        return open(genuine, change);
    }

    private WireAnswer open(ProtectedMessage genuine, ChangeScript change) {
        SharedSecret secret = genuine.key().secret();
        byte[] request = change.octets(
                Forgery.opened(genuine.octets(), secret), new Forger(means.endorser(), Optional.empty(), secret));
        WireAnswer answer = means.wire().post(request, secret);
        if (answer.isOk()) {
            try {
                accept(answer, entropyIn(request, secret));
            } catch (RuntimeException unreadable) {
                throw new UnreadableAnswer(unreadable);
            }
        }
        return answer;
    }

    /** What the message says in the end; nothing if it does not say it. */
    private static byte[] entropyIn(byte[] request, SharedSecret secret) {
        return Forgery.opened(request, secret).all("BinarySecret").stream()
                .findFirst()
                .map(element -> Base64.getDecoder().decode(element.getTextContent()))
                .orElse(new byte[0]);
    }

    private void accept(WireAnswer answer, byte[] entropy) {
        Element content = Elements.children(answer.message().body()).stream()
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("The body is empty (expected a RequestSecurityTokenResponse)."));
        var response = RequestSecurityTokenResponse.read(Elements.value(content));
        var agreed = new SecurityContextKey(
                response.token(),
                ComputedKey.of(entropy, response.entropy(), means.suite().secretBytes()));
        key = Optional.of(agreed);
        context = Optional.of(new Protection.Context(
                agreed, Optional.of(DerivedKeyPair.of(agreed, means.suite(), RANDOM)), Carriage.CARRIED));
    }

    /** Returns a message of the application. */
    public byte[] call(String action, XmlContent body, ChangeScript change) {
        return changed(message(action, body), Protection.context(context.orElseThrow()), change);
    }

    /** Returns the message that ends the session. */
    public byte[] cancel(boolean isEncrypted, ChangeScript change) {
        Protection protection = Protection.context(context.orElseThrow());
        var body = RequestSecurityToken.cancel(key.orElseThrow().token());
        return changed(
                message(SessionAction.CANCEL.request(), body),
                isEncrypted ? protection : protection.signedOnly(),
                change);
    }

    /** Sends a message of this session. */
    public WireAnswer send(byte[] request) {
        return means.wire().post(request, secret());
    }

    /** Returns the secret of the session, which has to be open. */
    public SharedSecret secret() {
        return key.orElseThrow(() -> new IllegalStateException("The session is not open"))
                .secret();
    }

    private byte[] changed(OutgoingMessage message, Protection protection, ChangeScript change) {
        byte[] genuine = means.engine().protect(message, protection).octets();
        return change.octets(Forgery.opened(genuine, secret()), Forger.of(secret()));
    }

    private OutgoingMessage message(String action, XmlContent body) {
        return new OutgoingMessage(Addressing.request(action, means.address()), List.of(), body);
    }
}
