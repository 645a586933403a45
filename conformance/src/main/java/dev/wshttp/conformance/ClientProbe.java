// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.forgery.DeviatingService;
import dev.wshttp.security.forgery.Deviation;
import dev.wshttp.security.forgery.FaultReply;
import dev.wshttp.security.forgery.HttpReply;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.OutgoingMessage;
import dev.wshttp.security.internal.soap.UnsecuredEnvelope;
import dev.wshttp.security.internal.trust.NegotiationRequest;
import dev.wshttp.security.internal.trust.SessionAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service that a client calls once for each case, and that answers with the deviation of the case. The kit starts the client anew for each, and looks for the
 * answer of the operation in what it prints.
 */
final class ClientProbe implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;
    private static final HttpReply FAILED = HttpReply.fault(new byte[0]);
    /** The number in answers that the tables forge. */
    private static final String FORGED_ANSWER = "66.25";

    private final ClientTarget target;
    private final HttpServer server;
    private volatile Answers answers;
    /** The genuine reply of the first run. */
    private final List<byte[]> earlier = new ArrayList<>();

    /** @throws KitFailure if nothing can listen at the address */
    ClientProbe(ClientTarget target) {
        this.target = target;
        try {
            server = HttpServer.create(target.listenAddress(), 0);
        } catch (IOException taken) {
            throw new KitFailure(
                    ExitCode.CONFIGURATION,
                    "Cannot listen at '" + target.url() + "': " + taken.getMessage()
                            + " (expected a free port of this machine). Stop the program that listens there, or name another port with --listen.",
                    taken);
        }
        answers = new Answers(target.cases().get(0).deviation());
        server.createContext(target.path(), this::handle);
        server.start();
    }

    /** Lets the client call once, and tells what it made of the reply. */
    Outcome probe(Case tried) {
        var now = new Answers(tried.deviation());
        answers = now;
        ClientRun run = target.client().run(target.addressOf(server.getAddress().getPort()));
        if (now.failure.isPresent()) {
            return Outcome.unclear("the kit cannot answer the client: " + now.failure.get());
        }
        if (now.requests == 0) {
            return Outcome.noAnswer("the client sent nothing; it ended with " + run.exitCode() + ": " + run.lastLine());
        }
        if (run.output().contains(FORGED_ANSWER)) {
            return Outcome.unclear("the client believed the attacker's answer");
        }
        if (FaultReply.isOne(tried.deviation())) {
            return ofFault(run);
        }
        if (tried.deviation().kind().equals("renewal") && now.service.renewals() == 0) {
            return Outcome.refused("it did not ask for another key of its session: " + run.lastLine());
        }
        return run.hasAnswer() ? Outcome.accepted() : refused(run);
    }

    private Outcome ofFault(ClientRun run) {
        if (run.hasAnswer()) {
            return Outcome.unclear("the client printed an answer, and got a fault");
        }
        return run.output().contains(target.expectedFault().orElseThrow()) ? Outcome.accepted() : refused(run);
    }

    private static Outcome refused(ClientRun run) {
        return Outcome.refused("exit code " + run.exitCode() + ": " + run.lastLine());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                send(
                        exchange,
                        200,
                        "text/xml; charset=utf-8",
                        target.wsdl(server.getAddress().getPort()));
                return;
            }
            byte[] request = exchange.getRequestBody().readNBytes(MOST_BYTES);
            HttpReply reply = answers.answer(request);
            send(exchange, reply.status(), reply.contentType(), reply.octets());
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private boolean isCall(byte[] request) {
        return has(request, target.action());
    }

    private static boolean has(byte[] request, String action) {
        return new String(request, UTF_8).contains(">" + action + "<");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** The replies to one run of the client. */
    private final class Answers {
        private final Deviation deviation;
        private final DeviatingService service;
        private Optional<String> failure = Optional.empty();
        private boolean isNegotiated;
        private boolean isOpen;
        private int requests;

        Answers(Deviation deviation) {
            this.deviation = deviation;
            this.service = new DeviatingService(target.means(), deviation);
        }

        synchronized HttpReply answer(byte[] request) {
            requests++;
            if (!isOfTheMode(request)) {
                failure = Optional.of(
                        "it speaks another mode than '" + target.probed().mode().word() + "'");
                return FAILED;
            }
            try {
                HttpReply reply = service.answer(request);
                return isCall(request) ? instead(reply) : reply;
            } catch (MessageSecurityException refused) {
                if (refused.fault() != SecurityFault.NEGOTIATION_FAILED) {
                    failure = Optional.of(refused.fault() + ", " + refused.getMessage());
                }
                // Otherwise the client ended the handshake, which the deviation may have made it do.
                return FAILED;
            } catch (RuntimeException ownFailure) {
                // What the kit cannot do tells nothing about the client.
                failure = Optional.of(ownFailure.toString());
                return FAILED;
            }
        }

        private boolean isOfTheMode(byte[] request) {
            boolean isLeg = has(request, NegotiationRequest.ACTION);
            boolean opens = has(request, SessionAction.ISSUE.request());
            isNegotiated |= isLeg;
            isOpen |= opens;
            Mode mode = target.probed().mode();
            if (isLeg || isCall(request) || opens) {
                return isNegotiated == mode.isNegotiated() && (mode.isSession() ? isOpen || !isCall(request) : !isOpen);
            }
            return true;
        }

        private HttpReply instead(HttpReply reply) {
            if (deviation.kind().equals("plain")) {
                var addressing = Addressing.reply(target.action() + "Response", null);
                return reply.with(UnsecuredEnvelope.write(new OutgoingMessage(
                        addressing, List.of(), target.means().reply())));
            }
            if (deviation.kind().equals("earlier")) {
                return earlier.isEmpty() ? reply : reply.with(earlier.get(0));
            }
            if (earlier.isEmpty()) {
                earlier.add(reply.octets());
            }
            return reply;
        }
    }
}
