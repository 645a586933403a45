// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.wire.FreePort;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Our service's jar in a process of its own, behind a relay that records every message and changes replies if the test asks for it. */
public final class WatchedService implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final URI listening;
    private final RunningProgram program;
    private final Recorder recorder;
    private final HttpRelay relay;
    private volatile Change change = Change.NONE;

    private WatchedService(Mode mode, CredentialFolder folder) {
        // Given port 0 the service behind the relay would take the port of its address for its own.
        this.listening = URI.create("http://localhost:" + FreePort.find() + "/Calculator");
        this.recorder = Recorder.of(listening);
        this.relay = HttpRelay.open("/Calculator", request -> change.of(recorder.pass(request)));
        this.program = Ours.serve(mode, folder, relay.address(), listening);
    }

    /** Starts it; close what is returned. */
    public static WatchedService start(Mode mode, CredentialFolder folder) {
        var service = new WatchedService(mode, folder);
        service.awaitReady();
        return service;
    }

    private void awaitReady() {
        try {
            program.out().await(line -> line.startsWith("READY "), LONGEST_START);
        } catch (IllegalStateException notReady) {
            close();
            throw new IllegalStateException(
                    "Our service did not start: " + program.err().soFar(), notReady);
        }
    }

    /** Returns where it publishes its WSDL, which names the one that sees everything as the place for messages. */
    public URI address() {
        return listening;
    }

    /** Changes every reply from now on. */
    public void change(Change one) {
        change = one;
    }

    /** Returns the messages until now. */
    public Recorder recorder() {
        return recorder;
    }

    /** Returns the first line of the log that tells why a message was refused, with this in it; waits for it. */
    public String refusal(String fault) {
        Predicate<String> wanted = line -> line.contains("Refused message") && line.contains(fault);
        return program.err().await(wanted, SOON);
    }

    @Override
    public void close() {
        program.close();
        relay.close();
        recorder.close();
    }

    /** Which character of an answer of the calculator is changed: the last one of the text that is found. */
    public enum Change {
        /** None. */
        NONE(""),
        /** The reply's action. */
        ACTION("ICalculator/AddResponse"),
        /** Which request is answered. */
        RELATES_TO("RelatesTo[^>]*>[a-z:]*."),
        /** The time of the reply. */
        CREATED("Created>[^<]*\\.\\d"),
        /** The encrypted body. */
        BODY("Body .*?CipherValue>.{10}");

        private final Pattern found;

        Change(String found) {
            this.found = Pattern.compile(found, Pattern.DOTALL);
        }

        private Reply of(Reply genuine) {
            var text = new StringBuilder(new String(genuine.body(), StandardCharsets.UTF_8));
            var place = found.matcher(text);
            // Only answers of the calculator: what opens a session stays as it is.
            if (this == NONE || text.indexOf("ICalculator/") < 0 || !place.find()) {
                return genuine;
            }
            int last = place.end() - 1;
            text.setCharAt(last, text.charAt(last) == '1' ? '2' : '1');
            return genuine.with(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
