// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.it.wire.Envelope;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.testing.http.HttpRelay;
import dev.wshttp.testing.http.HttpRelay.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Lets a genuine client make a request, and keeps it from the service; what comes before it in the client's mode passes. */
public final class RequestCapture {
    private static final int UNAVAILABLE = 503;

    private RequestCapture() {}

    /**
     * Returns a request to add two numbers.
     *
     * @param via where the service is
     * @param address what the messages say
     */
    public static Envelope of(ClientSetup client, URI via, URI address) {
        return of(client, via, address, Envelope::isCall);
    }

    /** Returns the first request that has security: it opens the session where there is one, and is the call itself where there is none. */
    public static Envelope ofFirstSecured(ClientSetup client, URI via, URI address) {
        return of(client, via, address, Envelope::hasSecurity);
    }

    private static Envelope of(ClientSetup client, URI via, URI address, Predicate<Envelope> wanted) {
        List<Envelope> captured = new ArrayList<>();
        Reply unavailable = new Reply(UNAVAILABLE, "", new byte[0]);
        var service = new WirePeer(via);
        try (var relay = HttpRelay.open("/Calculator", request -> {
            Envelope envelope = Envelope.parse(request.body());
            if (!wanted.test(envelope)) {
                return service.send(request.body()).asReply();
            }
            captured.add(envelope);
            return unavailable;
        })) {
            Calculator calculator = client.connect(relay.address(), address);
            assertThatThrownBy(() -> calculator.add(100, 15.99)).isInstanceOf(RuntimeException.class);
        }
        if (captured.size() != 1) {
            throw new IllegalStateException("The client sent " + captured.size() + " requests (expected 1)");
        }
        return captured.get(0);
    }
}
