// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Side;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.token.DerivedKeyPair;
import dev.wshttp.security.internal.token.SecurityContextKey;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.token.SharedSecret;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.Freshness;
import dev.wshttp.security.internal.wss.MessageKey;
import dev.wshttp.security.internal.wss.MessageProof;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import dev.wshttp.security.internal.wss.Protection;
import dev.wshttp.security.internal.wss.Protection.Carriage;
import dev.wshttp.security.internal.wss.SecurityEngine;
import dev.wshttp.security.internal.wss.dom.Wss4jEngine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures one message on one thread, in direct mode, in a session or under a negotiated context, without HTTP, JAX-WS, checks of certificates and
 * the replay memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 1)
public class MessageBenchmark {
    /** The system property that names the folder with the certificates. */
    static final String FOLDER = "benchmarks.folder";

    private static final int FIRST_MESSAGES = 4;
    private static final String ADDRESS = "http://localhost:8080/Calculator";

    private final X509Credential service = BenchmarkCredentials.own(folder(), Side.SERVICE);
    private final X509Credential client = BenchmarkCredentials.own(folder(), Side.CLIENT);
    private final SecurityEngine engine = engine();
    private final ProtectedMessage request = protectRequest();
    private final MessageKey.Encrypted key = (MessageKey.Encrypted) request.key();
    private final Protection asReply = Protection.reply(key, request.signatureValues());
    private final ProtectedMessage reply = protectReply();
    private final SecurityContextKey context = newContext();
    private final Protection asSessionRequest = Protection.context(new Protection.Context(
            context,
            Optional.of(DerivedKeyPair.of(context, AlgorithmSuite.BASIC256, new SecureRandom())),
            Carriage.CARRIED));
    private final ProtectedMessage sessionRequest = protectSessionRequest();
    private final Expectation sessionExpectation =
            Expectation.context(new Expectation.Context(List.of(context), Carriage.CARRIED));
    private final SecurityContextKey negotiated = newContext();
    private final Protection asNegotiatedRequest =
            Protection.context(new Protection.Context(negotiated, Optional.empty(), Carriage.CARRIED));
    private final Expectation negotiatedExpectation =
            Expectation.context(new Expectation.Context(List.of(negotiated), Carriage.CARRIED));
    private ProtectedMessage negotiatedRequest = protectNegotiatedRequest();

    /** Returns the client's first step: new key, two signatures, three encryptions. */
    @Benchmark
    public final ProtectedMessage protectRequest() {
        return engine.protect(add(), Protection.request(service.certificate(), client));
    }

    /** Returns the service's first step. */
    @Benchmark
    public final MessageProof verifyRequest() {
        return engine.read(request.octets(), UTF_8).verification(Expectation.request(service))
                .proveAtOnce();
    }

    /** Returns the service's last step. */
    @Benchmark
    public final ProtectedMessage protectReply() {
        return engine.protect(
                new OutgoingMessage(
                        Addressing.reply(CalculatorNames.ADD_RESPONSE_ACTION, "urn:uuid:0"),
                        List.of(),
                        MessageBenchmark::writeAddResponse),
                asReply);
    }

    /** Returns the client's last step. */
    @Benchmark
    public final MessageProof verifyReply() {
        return engine.read(reply.octets(), UTF_8).verification(Expectation.reply(key, request.signatureValues()))
                .proveAtOnce();
    }

    /** Either side's first step under a session: one signature, two encryptions, no RSA. */
    @Benchmark
    public final ProtectedMessage protectSessionRequest() {
        return engine.protect(add(), asSessionRequest);
    }

    /** Either side's second step under a session. */
    @Benchmark
    public final MessageProof verifySessionRequest() {
        return engine.read(sessionRequest.octets(), UTF_8).verification(sessionExpectation)
                .proveAtOnce();
    }

    /** Either side's first step under a negotiated context: the same with keys derived for this message. */
    @Benchmark
    public final ProtectedMessage protectNegotiatedRequest() {
        return engine.protect(add(), asNegotiatedRequest);
    }

    /** Either side's second step under a negotiated context. */
    @Benchmark
    public final MessageProof verifyNegotiatedRequest() {
        return engine.read(negotiatedRequest.octets(), UTF_8).verification(negotiatedExpectation)
                .proveAtOnce();
    }

    /** Uses up the first messages, whose derived keys a context keeps. The message that is measured is a later one. */
    @Setup
    public final void useNegotiatedContext() {
        for (int i = 0; i < FIRST_MESSAGES; i++) {
            verifyNegotiatedRequest();
            negotiatedRequest = protectNegotiatedRequest();
        }
    }

    private static OutgoingMessage add() {
        return new OutgoingMessage(
                Addressing.request(CalculatorNames.ADD_ACTION, ADDRESS), List.of(), MessageBenchmark::writeAdd);
    }

    private static SecurityContextKey newContext() {
        var token = new SecurityContextToken("uuid-0-1", "urn:uuid:0", "");
        return new SecurityContextKey(token, SharedSecret.random(new SecureRandom(), 32));
    }

    private static SecurityEngine engine() {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(false)
                .establishSecurityContext(false)
                .build();
        return new Wss4jEngine(binding, new Freshness(Clock.systemUTC(), binding.maxClockSkew()), new SecureRandom());
    }

    private static CredentialFolder folder() {
        return new CredentialFolder(Path.of(requireNonNull(System.getProperty(FOLDER), FOLDER)));
    }

    private static void writeAdd(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("", "Add", CalculatorNames.NAMESPACE);
        writer.writeDefaultNamespace(CalculatorNames.NAMESPACE);
        writeNumber(writer, "n1", "100");
        writeNumber(writer, "n2", "15.99");
        writer.writeEndElement();
    }

    private static void writeAddResponse(XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement("", "AddResponse", CalculatorNames.NAMESPACE);
        writer.writeDefaultNamespace(CalculatorNames.NAMESPACE);
        writeNumber(writer, "AddResult", "115.99");
        writer.writeEndElement();
    }

    private static void writeNumber(XMLStreamWriter writer, String name, String value) throws XMLStreamException {
        writer.writeStartElement("", name, CalculatorNames.NAMESPACE);
        writer.writeCharacters(value);
        writer.writeEndElement();
    }
}
