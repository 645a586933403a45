// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.it.wire.HttpRelay;
import dev.wshttp.it.wire.HttpRelay.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lets a genuine client make a request, and keeps it from the service. */
final class RequestCapture {
    private static final int UNAVAILABLE = 503;

    private RequestCapture() {}

    /** A request to add two numbers. */
    static Envelope of(ClientSetup client, URI service) {
        return of(client, service, calculator -> calculator.add(100, 15.99));
    }

    /** The request of a call. */
    static Envelope of(ClientSetup client, URI service, Consumer<Calculator> call) {
        List<byte[]> captured = new ArrayList<>();
        Reply unavailable = new Reply(UNAVAILABLE, "", new byte[0]);
        try (var relay = HttpRelay.open(request -> {
            captured.add(request.body());
            return unavailable;
        })) {
            Calculator calculator = client.connect(relay.address(), service);
            assertThatThrownBy(() -> call.accept(calculator)).isInstanceOf(RuntimeException.class);
        }
        if (captured.size() != 1) {
            throw new IllegalStateException("The client sent " + captured.size() + " requests (expected 1)");
        }
        return Envelope.parse(captured.get(0));
    }
}
