// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.bench.Programs.Result;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Side;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.SecurityEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Measures each step of a small message, hot and on one thread, without HTTP, JAX-WS, checks of certificates and the replay memory. */
final class MessageCost {
    /** The step that protects a message of a session. */
    static final String PROTECT_IN_SESSION = "session, protect";

    /** The step that verifies a message of a session. */
    static final String VERIFY_IN_SESSION = "session, verify";

    private static final int FIRST_MESSAGES = 4;
    private static final String ARGUMENT = "15.99";

    private MessageCost() {}

    /**
     * Prints a {@link Result} for each step: microseconds of CPU, and kilobytes of garbage.
     *
     * @param arguments the engine, the folder with certificates, the seconds of warm-up, and the seconds of measurement for each step
     */
    public static void main(String... arguments) {
        var engine = SessionMessages.engine(MessageEngine.named(arguments[0]));
        var loop = new HotLoop();
        addDirect(loop, engine, new CredentialFolder(Path.of(arguments[1])));
        addSession(loop, SessionMessages.ofSession(engine));
        addNegotiated(loop, SessionMessages.ofNegotiated(engine));
        loop.measure(seconds(arguments[2]), seconds(arguments[3]))
                .forEach((name, cost) -> System.out.println(
                        Result.of(name, cost.microseconds(), cost.kilobytes()).asLine()));
    }

    private static Duration seconds(String argument) {
        return Duration.ofSeconds(Long.parseLong(argument));
    }

    private static void addDirect(HotLoop loop, SecurityEngine engine, CredentialFolder folder) {
        var service = BenchmarkCredentials.own(folder, Side.SERVICE);
        var asRequest = Protection.request(service.certificate(), BenchmarkCredentials.own(folder, Side.CLIENT));
        var request = engine.protect(SessionMessages.request(ARGUMENT), asRequest);
        var key = (MessageKey.Encrypted) request.key();
        var asReply = Protection.reply(key, request.signatureValues(), request.signatures());
        var reply = engine.protect(reply(), asReply);
        loop.add("direct, protect request", () -> engine.protect(SessionMessages.request(ARGUMENT), asRequest));
        loop.add(
                "direct, verify request",
                () -> engine.read(request.octets(), UTF_8)
                        .verification(Expectation.request(service))
                        .proveAtOnce());
        loop.add("direct, protect reply", () -> engine.protect(reply(), asReply));
        loop.add(
                "direct, verify reply",
                () -> engine.read(reply.octets(), UTF_8)
                        .verification(Expectation.reply(key, request.signatureValues(), request.signatures()))
                        .proveAtOnce());
    }

    private static OutgoingMessage reply() {
        return new OutgoingMessage(
                Addressing.reply(CalculatorNames.ADD_RESPONSE_ACTION, "urn:uuid:0"), List.of(), writer -> {
                    writer.writeStartElement("", "AddResponse", CalculatorNames.NAMESPACE);
                    writer.writeDefaultNamespace(CalculatorNames.NAMESPACE);
                    writer.writeStartElement("", "AddResult", CalculatorNames.NAMESPACE);
                    writer.writeCharacters("115.99");
                    writer.writeEndElement();
                    writer.writeEndElement();
                });
    }

    private static void addSession(HotLoop loop, SessionMessages session) {
        byte[] message = session.protect(SessionMessages.request(ARGUMENT));
        loop.add(PROTECT_IN_SESSION, () -> session.protect(SessionMessages.request(ARGUMENT)));
        loop.add(VERIFY_IN_SESSION, () -> session.verify(message));
    }

    /** Uses up the first messages, whose derived keys a context keeps. The message that is measured is a later one. */
    private static void addNegotiated(HotLoop loop, SessionMessages negotiated) {
        for (int i = 0; i < FIRST_MESSAGES; i++) {
            negotiated.verify(negotiated.protect(SessionMessages.request(ARGUMENT)));
        }
        byte[] message = negotiated.protect(SessionMessages.request(ARGUMENT));
        loop.add("negotiated, protect", () -> negotiated.protect(SessionMessages.request(ARGUMENT)));
        loop.add("negotiated, verify", () -> negotiated.verify(message));
    }
}
